import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Which account an OpenID Connect identity means. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linked_identity', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'issuer', 191).notNullable()
      key(table, 'subject', 191).notNullable()
      key(table, 'user_id').notNullable()
      table.string('subject_name', 64)
      instant(table, 'linked_at').notNullable()
      key(table, 'linked_by').notNullable()
      table.primary(['tenant_id', 'issuer', 'subject'])
      table.unique(['tenant_id', 'user_id', 'issuer'], { indexName: 'linked_identity_user' })
    }),
}
