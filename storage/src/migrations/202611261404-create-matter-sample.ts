import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** Samples 样例 of a matter's materials and results, as published with a version: small pictures and PDFs, read by everyone. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'matter_sample', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'matter_key').notNullable()
      table.integer('version').notNullable()
      key(table, 'name', 100).notNullable()
      table.text('content', 'longtext').notNullable().comment('base64, at most 500 KB before it')
      table.primary(['tenant_id', 'matter_key', 'version', 'name'])
    }),
}
