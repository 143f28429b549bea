import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** The versions of each process and of each decision. */
export const migration: Migration = {
  async up(knex) {
    await knex.schema.dropTableIfExists('process_definition')
    for (const table of ['process_definition', 'decision_definition']) {
      await createTable(knex, table, (columns) => {
        key(columns, 'tenant_id').notNullable()
        key(columns, 'id', 191).notNullable().comment('<key>:<version>:<deployment id>')
        key(columns, 'key', 191).notNullable()
        columns.integer('version').notNullable().comment('counts from 1 per tenant and key')
        columns.text('name')
        key(columns, 'version_tag', 191)
        key(columns, 'deployment_id').notNullable()
        key(columns, 'resource_name', 191).notNullable()
        instant(columns, 'deployed_at').notNullable()
        key(columns, 'history_time_to_live', 64).comment('as the model says it')
        if (table === 'process_definition') {
          columns.specificType('suspended', 'smallint').notNullable().comment('1: starts nothing, and its jobs wait')
          columns.specificType('startable_in_tasklist', 'smallint').notNullable()
        } else {
          key(columns, 'requirements_key', 191).comment('id of the DMN file around it')
          columns.text('requirements_name')
        }
        columns.primary(['tenant_id', 'id'])
        columns.unique(['tenant_id', 'key', 'version'], { indexName: `${table}_version` })
        columns.index(['tenant_id', 'deployment_id'], `${table}_deployment`)
      })
    }
  },
}
