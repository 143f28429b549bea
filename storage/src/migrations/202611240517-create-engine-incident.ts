import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Where an instance stands still until someone repairs it. Resolved ones are in the history only. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'incident', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'instance_id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'token_id').notNullable()
      key(table, 'element_id', 191).notNullable()
      key(table, 'code').notNullable()
      json(table, 'message').notNullable()
      instant(table, 'raised_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'instance_id'], 'incident_instance')
      table.index(['tenant_id', 'raised_at', 'id'], 'incident_raised')
    }),
}
