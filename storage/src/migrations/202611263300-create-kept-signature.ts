import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** The signature by hand 手写签名 that a person keeps to sign with again. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'kept_signature', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'file_id').notNullable().comment('attachment of his own that belongs to no case')
      instant(table, 'kept_at').notNullable()
      table.primary(['tenant_id', 'user_id'])
    }),
}
