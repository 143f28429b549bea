import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Devices of a hall that work without a login: where numbers are taken, and where calls are shown. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'queue_device', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'hall_id').notNullable()
      key(table, 'kind', 16).notNullable().comment('kiosk, display')
      table.string('name', 100).notNullable()
      key(table, 'token_hash').notNullable().comment('SHA-256 of the token, hex; the token itself is shown once')
      key(table, 'registered_by').notNullable()
      instant(table, 'registered_at').notNullable()
      instant(table, 'revoked_at')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'token_hash'], { indexName: 'queue_device_token' })
    }),
}
