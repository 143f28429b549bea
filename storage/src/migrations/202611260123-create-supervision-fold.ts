import type { Migration } from '../migrate.ts'
import { createTable, json, key } from './columns.ts'

/** What the rules remember of each subject: a case, a matter, an officer, a month of an organ. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_fold', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'subject', 191).notNullable()
      json(table, 'state').notNullable()
      table.primary(['tenant_id', 'subject'])
    }),
}
