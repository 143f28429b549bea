import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** The versions of each process, and which messages start the newest one. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'process_definition', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id', 191).notNullable().comment('<key>:<version>:<deployment id>')
      key(table, 'key', 191).notNullable()
      table.integer('version').notNullable().comment('counts from 1 per tenant and key')
      table.text('name')
      key(table, 'version_tag', 191)
      key(table, 'deployment_id').notNullable()
      key(table, 'resource_name', 191).notNullable()
      instant(table, 'deployed_at').notNullable()
      table.text('message_starts').notNullable().comment('JSON list of the names of its message start events')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'key', 'version'], { indexName: 'process_definition_version' })
      table.index(['tenant_id', 'deployment_id'], 'process_definition_deployment')
    })
    await createTable(knex, 'message_start', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'message_name', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'definition_id', 191).notNullable().comment('the newest version of the key')
      table.primary(['tenant_id', 'message_name', 'definition_key'])
      table.index(['tenant_id', 'definition_key'], 'message_start_definition')
    })
  },
}
