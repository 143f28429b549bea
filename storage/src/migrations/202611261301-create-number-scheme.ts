import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Numbering schemes that a tenant writes otherwise than the county's file. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'number_scheme', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'name').notNullable().comment('case, document, receipt, licence, or a name that a matter refers to')
      json(table, 'scheme').notNullable()
      instant(table, 'changed_at').notNullable()
      key(table, 'changed_by').notNullable()
      table.primary(['tenant_id', 'name'])
    }),
}
