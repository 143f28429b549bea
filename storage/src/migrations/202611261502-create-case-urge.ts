import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** When each person last urged 催办 a case: what the next urging is measured from. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_urge', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'user_id').notNullable()
      instant(table, 'last_at').notNullable()
      table.integer('count').notNullable()
      table.primary(['tenant_id', 'case_id', 'user_id'])
    }),
}
