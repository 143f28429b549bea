import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Work for external workers: open tasks, their locks and their retries. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'external_task', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('id of the token that waits in the task')
      key(table, 'instance_id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'element_id', 191).notNullable()
      key(table, 'topic', 191).notNullable()
      table
        .bigInteger('fetch_rank')
        .notNullable()
        .comment('minus the priority, so that one ascending index gives the highest priority first')
      instant(table, 'created_at').notNullable()
      json(table, 'properties').notNullable().comment('camunda:properties of the element')
      table.specificType('exhausted', 'smallint').notNullable().comment('1: no retries left, nobody may fetch it')
      table.integer('retries').comment('null: never failed')
      json(table, 'error_message')
      json(table, 'error_details')
      key(table, 'worker_id', 191).comment('who locked it last')
      instant(table, 'locked_until').comment('nobody else may fetch it before; after a failure the end of the retry time-out')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'topic', 'exhausted', 'fetch_rank', 'created_at', 'id'], 'external_task_fetch')
      table.index(['tenant_id', 'instance_id'], 'external_task_instance')
    }),
}
