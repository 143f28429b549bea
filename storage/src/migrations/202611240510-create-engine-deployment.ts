import { isSqlite } from '../database.ts'
import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What was deployed to the engine, and its files as they came. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'deployment', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'name', 191).notNullable()
      key(table, 'source', 191)
      instant(table, 'deployed_at').notNullable()
      key(table, 'deployed_by', 191)
      key(table, 'content_hash')
        .notNullable()
        .comment('SHA-256 over the names and contents of all resources; finds the same deployment again')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'name', 'id'], 'deployment_name')
    })
    await createTable(knex, 'deployment_resource', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'deployment_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'name', 191).notNullable()
      table.specificType('content', isSqlite(knex) ? 'blob' : 'longblob').notNullable()
      table.primary(['tenant_id', 'deployment_id', 'name'])
    })
  },
}
