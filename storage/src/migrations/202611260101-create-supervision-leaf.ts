import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/**
 * Places in the Merkle log, inserted once by the sealer. `hash` is the second copy of the entry's hash: vouched for by
 * every later head, it tells which entry was changed.
 */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_leaf', (table) => {
      key(table, 'tenant_id').notNullable()
      table.bigInteger('seq').notNullable().comment('leaf index, from 0')
      key(table, 'id').notNullable().comment('of the entry')
      key(table, 'hash').notNullable().comment('hex leaf hash')
      table.primary(['tenant_id', 'seq'])
      table.unique(['tenant_id', 'id'], { indexName: 'supervision_leaf_entry' })
    }),
}
