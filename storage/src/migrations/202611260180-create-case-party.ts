import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Organs of a case by what they are to it: who leads, who takes part, who is paid, who disposes. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_party', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'role', 16).notNullable().comment('lead, coop, payee, disposal')
      key(table, 'organ_id').notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'case_id', 'role', 'organ_id'])
      table.index(['tenant_id', 'organ_id', 'case_id'], 'case_party_organ')
    }),
}
