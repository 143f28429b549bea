import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** A photo on its way from a phone: its parts lie in the object store until it is whole; then it is a file like all others. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linkage_photo', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'owner_id').notNullable()
      key(table, 'upload_key').notNullable().comment('made by the phone')
      table.integer('size').notNullable().comment('bytes')
      json(table, 'parts').notNullable().comment('SHA-256 of each part, in order')
      key(table, 'file_id')
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'owner_id', 'upload_key'])
    }),
}
