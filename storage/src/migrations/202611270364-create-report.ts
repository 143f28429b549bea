import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Reports that are made again and again. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'report', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      table.string('name', 100).notNullable()
      key(table, 'organ_id').comment('of one organ; null: of the county')
      json(table, 'definition').notNullable().comment('figures, period, schedule, recipients, formats')
      key(table, 'owner_id').notNullable().comment('by whose rights it is made')
      instant(table, 'created_at').notNullable()
      instant(table, 'next_at').comment('when it is made next; null: not any more')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'next_at'], 'report_due')
    }),
}
