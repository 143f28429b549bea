import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Corrections and withdrawals of publications: what stood there before, who changed it and why. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'publication_change', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'publication_id').notNullable()
      table.integer('version').notNullable().comment('the version that the change made')
      key(table, 'deed').notNullable().comment('correct or withdraw')
      json(table, 'fields').notNullable().comment('field → what stood there before, and what stands there now')
      table.string('reason', 500).notNullable()
      key(table, 'by_id').notNullable()
      table.string('by_name', 191).notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'publication_id', 'version'])
    }),
}
