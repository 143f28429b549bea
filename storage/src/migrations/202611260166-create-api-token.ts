import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What workers and departmental systems log in with on /engine-rest. The token itself is shown once and not kept. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'api_token', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'token_hash').notNullable().comment('SHA-256, hex')
      key(table, 'hint', 16).notNullable().comment('how it begins, to tell tokens apart')
      table.string('name', 64).notNullable()
      key(table, 'organ_id').notNullable()
      json(table, 'topics').notNullable().comment('external tasks it may fetch')
      json(table, 'rights').notNullable().comment('what else it may do, names of the table of rights')
      json(table, 'addresses').notNullable().comment('CIDR; none = from anywhere')
      instant(table, 'created_at').notNullable()
      key(table, 'created_by').notNullable()
      instant(table, 'expires_at').notNullable()
      instant(table, 'last_used_at')
      table.string('last_used_ip', 64)
      instant(table, 'revoked_at')
      key(table, 'revoked_by')
      table.primary(['tenant_id', 'id'])
      table.unique(['token_hash'], { indexName: 'api_token_hash' })
    }),
}
