import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What is on its way out of the house by mail and web hook, one row for each receiver; written with what it tells of. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'delivery', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'channel', 16).notNullable().comment('mail, web-hook')
      key(table, 'target').notNullable().comment('mail: the person; web-hook: the hook')
      key(table, 'topic').notNullable().comment('kind of notice, or event')
      table.string('title', 191).notNullable().comment('for the list of deliveries')
      json(table, 'content').notNullable()
      key(table, 'state', 16).notNullable().comment('waiting, sent, dead, dropped')
      table.integer('attempts').notNullable()
      instant(table, 'created_at').notNullable()
      instant(table, 'next_at').comment('when it is tried next; null unless waiting')
      instant(table, 'sent_at')
      table.integer('status').comment('HTTP status of the last answer')
      table.string('error', 500).comment('of the last attempt, for people')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'state', 'next_at'], 'delivery_due')
      table.index(['tenant_id', 'target', 'id'], 'delivery_target')
    }),
}
