import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Answers already given: the second click on a button gets the first one's answer. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'idempotency_key', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'key', 128).notNullable().comment('chosen by the client')
      key(table, 'request_hash').notNullable().comment('SHA-256 of operation and body: the same key with another request is an error')
      json(table, 'response').notNullable()
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'user_id', 'key'])
      table.index(['tenant_id', 'created_at'], 'idempotency_key_age')
    }),
}
