import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Rulings on who is in charge 仲裁先例: the next incident of the same category and town is proposed so. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linkage_precedent', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'category', 16).notNullable()
      key(table, 'town').notNullable()
      key(table, 'organ').notNullable()
      key(table, 'incident_id').notNullable()
      table.text('text').notNullable()
      key(table, 'by_id').notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'category', 'town'])
    }),
}
