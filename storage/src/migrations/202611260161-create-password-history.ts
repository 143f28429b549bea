import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Passwords that were replaced, so that they are not taken again. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'password_history', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'id').notNullable().comment('rises with time')
      key(table, 'password_hash', 191).notNullable()
      instant(table, 'replaced_at').notNullable()
      table.primary(['tenant_id', 'user_id', 'id'])
    }),
}
