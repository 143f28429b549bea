import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The Merkle log over the entries: its state, its hashes in tiles, its signed heads. */
export const migration: Migration = {
  up: async (knex) => {
    await createTable(knex, 'supervision_log', (table) => {
      key(table, 'tenant_id').notNullable().primary()
      key(table, 'suite', 32).notNullable().comment('hash and signature of this log, fixed at its start')
      table.bigInteger('size').notNullable().comment('entries that have a place')
      json(table, 'compact_range').notNullable().comment('hex hashes of the perfect subtrees, left to right')
      key(table, 'lease_owner').comment('sealer at work; one at a time')
      instant(table, 'lease_until')
    })
    await createTable(knex, 'supervision_tile', (table) => {
      key(table, 'tenant_id').notNullable()
      table.integer('level').notNullable().comment('0 = leaf hashes; level n holds roots of 256^n leaves')
      table.bigInteger('tile_index').notNullable()
      table.text('hashes', 'mediumtext').notNullable().comment('up to 256 hashes, hex, one after the other')
      table.primary(['tenant_id', 'level', 'tile_index'])
    })
    await createTable(knex, 'supervision_checkpoint', (table) => {
      key(table, 'tenant_id').notNullable()
      table.bigInteger('size').notNullable()
      key(table, 'root').notNullable().comment('hex Merkle root of the first `size` entries')
      instant(table, 'at').notNullable()
      table.text('note').notNullable().comment('the signed text, C2SP tlog-checkpoint')
      table.primary(['tenant_id', 'size'])
    })
  },
}
