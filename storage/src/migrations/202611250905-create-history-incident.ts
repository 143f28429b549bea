import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Incidents, open and gone. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'history_incident', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'instance_id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'token_id').notNullable()
      key(table, 'element_id', 191).notNullable()
      key(table, 'code').notNullable()
      json(table, 'message').notNullable()
      key(table, 'phase', 16).notNullable().comment('where the token stood: enter, work, call, leave')
      instant(table, 'raised_at').notNullable()
      instant(table, 'ended_at')
      key(table, 'state', 8).notNullable().comment('open, resolved (retried) or deleted (its token was cancelled)')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'instance_id'], 'history_incident_instance')
      table.index(['tenant_id', 'definition_id', 'state'], 'history_incident_definition')
    }),
}
