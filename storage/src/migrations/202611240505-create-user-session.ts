import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/**
 * Open sessions. Only the SHA-256 of the token is kept: who reads this table cannot log in with it.
 * The key is the hash alone, because a cookie comes without its tenant.
 */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'session', (table) => {
      key(table, 'token_hash').notNullable().primary()
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      table.string('ip', 64)
      instant(table, 'opened_at').notNullable()
      instant(table, 'seen_at').notNullable().comment('last use, written at most once a minute')
      instant(table, 'expires_at').notNullable().comment('end of the absolute life')
      table.index(['tenant_id', 'user_id'], 'session_user')
    }),
}
