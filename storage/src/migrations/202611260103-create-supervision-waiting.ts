import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/**
 * Entries that have no place yet: written with the entry, deleted when it gets its place. It can be derived (entries
 * without a leaf); as a table of its own it spares the sealer to look for them among millions.
 */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_waiting', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('of the entry')
      table.primary(['tenant_id', 'id'])
    }),
}
