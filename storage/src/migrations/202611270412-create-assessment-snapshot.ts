import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** A figure taken from another system: the value, what was asked, when, and the head of the log then. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_snapshot', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'indicator_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'source', 16).notNullable()
      table.string('value', 32)
      table.text('query').notNullable()
      instant(table, 'at').notNullable()
      table.integer('log_size').notNullable()
      key(table, 'log_root')
      key(table, 'by_user').notNullable()
      table.string('by_name', 100).notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'indicator_id', 'organ_id'])
    }),
}
