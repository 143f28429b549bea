import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** A tenant is a county; towns and zones are organs of it. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'tenant', (table) => {
      key(table, 'tenant_id').notNullable().primary()
      table.string('name', 191).notNullable()
      key(table, 'region_code', 12).notNullable().comment('GB/T 2260 code of the county; first part of case numbers')
      instant(table, 'created_at').notNullable()
    }),
}
