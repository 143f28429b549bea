import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What happened to jobs and to external tasks, and which decisions were made: one row for each time. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'history_job_log', (table) => {
      entry(table)
      key(table, 'job_id').notNullable()
      key(table, 'kind', 40).notNullable().comment('timer, asyncBefore, asyncAfter or retry')
      instant(table, 'due_at')
      table.integer('retries')
      table.integer('priority').notNullable()
      key(table, 'state', 10).notNullable().comment('created, failed, successful or deleted')
      json(table, 'message')
      table.index(['tenant_id', 'instance_id'], 'history_job_log_instance')
      table.index(['tenant_id', 'job_id'], 'history_job_log_job')
    })
    await createTable(knex, 'history_external_task_log', (table) => {
      entry(table)
      key(table, 'task_id').notNullable()
      key(table, 'topic', 191)
      key(table, 'worker_id', 191)
      table.integer('retries')
      table.integer('priority').notNullable()
      key(table, 'state', 10).notNullable().comment('created, failed, successful or deleted')
      json(table, 'message')
      json(table, 'details')
      table.index(['tenant_id', 'instance_id'], 'history_external_task_log_instance')
      table.index(['tenant_id', 'task_id'], 'history_external_task_log_task')
    })
    await createTable(knex, 'history_decision', (table) => {
      entry(table)
      key(table, 'decision_id', 191).notNullable()
      key(table, 'decision_key', 191).notNullable()
      json(table, 'inputs').notNullable()
      json(table, 'outputs').notNullable()
      json(table, 'rules').notNullable()
      table.index(['tenant_id', 'instance_id'], 'history_decision_instance')
      table.index(['tenant_id', 'decision_key', 'at'], 'history_decision_key')
    })
  },
}

function entry(table: Knex.CreateTableBuilder): void {
  key(table, 'tenant_id').notNullable()
  key(table, 'id', 80).notNullable().comment('<instance id>:<sequence number of the event>')
  instant(table, 'at').notNullable()
  key(table, 'instance_id').notNullable()
  key(table, 'definition_id', 191).notNullable()
  key(table, 'definition_key', 191).notNullable()
  key(table, 'token_id')
  key(table, 'element_id', 191).notNullable()
  table.primary(['tenant_id', 'id'])
}
