import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/**
 * Entries of the supervision log 电子监察日志, written in the transaction of the change they tell of.
 * Rows are inserted, get their place once, and are never deleted; only payload, salt, name and address can be erased.
 */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_entry', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('sortable: order of writing')
      table.bigInteger('seq').comment('leaf index in the Merkle log, from 0; null until sealed')
      instant(table, 'at').notNullable()
      key(table, 'action').notNullable()
      key(table, 'subject', 191).notNullable().comment('what it is about, e.g. case:<id>')
      key(table, 'organ_id')
      key(table, 'actor_id').notNullable()
      key(table, 'on_behalf_of').comment('delegation 甲(代乙): the user acted for')
      table.string('actor_name', 64).comment('erasable; part of the salted hash')
      table.string('ip', 64).comment('erasable; part of the salted hash')
      json(table, 'payload').comment('erasable; part of the salted hash')
      key(table, 'salt').comment('hex; erased together with the payload')
      key(table, 'payload_hash').notNullable().comment('hex hash of salt and the erasable part')
      key(table, 'entry_hash').notNullable().comment('hex leaf hash of the permanent part, which holds payload_hash')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'seq'], { indexName: 'supervision_entry_seq' })
      table.index(['tenant_id', 'subject', 'id'], 'supervision_entry_subject')
    }),
}
