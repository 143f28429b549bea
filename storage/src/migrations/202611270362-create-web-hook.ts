import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Addresses of other houses that are told of events. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'web_hook', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      table.string('name', 100).notNullable()
      table.string('url', 1000).notNullable()
      json(table, 'events').notNullable()
      table.string('secret', 500).notNullable().comment('sealed')
      table.string('old_secret', 500).comment('sealed; signs beside the new one until old_until')
      instant(table, 'old_until')
      instant(table, 'created_at').notNullable()
      key(table, 'created_by').notNullable()
      instant(table, 'disabled_at').comment('null: it is told')
      table.primary(['tenant_id', 'id'])
    }),
}
