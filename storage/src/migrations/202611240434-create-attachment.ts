import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Uploaded files: the bytes are in the object store under `sha256`; here is whose they are and what they are called. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'attachment', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'owner_id').notNullable().comment('user who uploaded it')
      key(table, 'case_id').comment('null: not handed in yet, only its owner may read it')
      key(table, 'sha256').notNullable()
      table.string('name', 255).notNullable()
      table.bigInteger('size').notNullable().comment('bytes')
      key(table, 'media_type', 100).notNullable().comment('sniffed from the content')
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id'], 'attachment_case')
      table.index(['tenant_id', 'owner_id', 'created_at'], 'attachment_owner')
    }),
}
