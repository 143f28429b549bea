import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Files that came over one address for an upload from a telephone. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'phone_upload_file', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'token_id').notNullable()
      table.integer('position').notNullable().comment('1, 2, 3 … as they came')
      key(table, 'file_id').notNullable().comment('the attachment')
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'token_id', 'position'])
    }),
}
