import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Process instances: one row each, with the whole state of the core. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'process_instance', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'status', 16).notNullable().comment('active, completed, terminated')
      key(table, 'started_by', 191)
      instant(table, 'started_at').notNullable()
      instant(table, 'ended_at')
      table.bigInteger('version').notNullable().comment('counts every change; a writer that read an older one has to read again')
      table.bigInteger('event_count').notNullable().comment('number of events written, the next one gets this sequence number')
      json(table, 'state').notNullable().comment('InstanceState of the engine core')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'business_key'], 'process_instance_business_key')
      table.index(['tenant_id', 'status', 'definition_key', 'id'], 'process_instance_status')
      table.index(['tenant_id', 'definition_id', 'status'], 'process_instance_definition')
    }),
}
