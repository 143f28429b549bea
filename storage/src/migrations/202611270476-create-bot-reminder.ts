import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Months of an operation that nobody has filed in time: both sides have been told, once. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'bot_reminder', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'contract').notNullable()
      table.integer('no').notNullable()
      instant(table, 'told_at').notNullable()
      table.primary(['tenant_id', 'contract', 'no'])
    }),
}
