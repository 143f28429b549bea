import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Addresses that open one thing once, for a few minutes, to whoever has them: an upload from a telephone, a licence that is shown. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'one_time_token', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'purpose', 32).notNullable()
      key(table, 'token_hash').notNullable().comment('SHA-256, hex: the token itself is kept nowhere')
      key(table, 'owner_id').notNullable().comment('who had it made')
      json(table, 'data').notNullable().comment('what it opens')
      instant(table, 'created_at').notNullable()
      instant(table, 'expires_at').notNullable()
      instant(table, 'used_at').comment('once')
      key(table, 'key_hash').comment('SHA-256 of what the one device that used it goes on with')
      instant(table, 'ended_at').comment('taken back, or done')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'token_hash'], { indexName: 'one_time_token_hash' })
      table.index(['tenant_id', 'owner_id', 'purpose'], 'one_time_token_owner')
      table.index(['tenant_id', 'expires_at'], 'one_time_token_age')
    }),
}
