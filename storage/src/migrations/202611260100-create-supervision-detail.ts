import type { Migration } from '../migrate.ts'
import { createTable, json, key } from './columns.ts'

/** The erasable part of an entry: one row that can be deleted, while everything else of the log is only ever inserted. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_detail', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('of the entry')
      table.string('actor_name', 64)
      table.string('ip', 64)
      json(table, 'payload').notNullable().comment('canonical JSON')
      key(table, 'salt').notNullable().comment('hex')
      table.primary(['tenant_id', 'id'])
    }),
}
