import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** User tasks, open and done. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'history_task', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('id of the token')
      key(table, 'instance_id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'element_id', 191).notNullable()
      table.text('name').notNullable()
      json(table, 'description')
      key(table, 'owner', 191)
      key(table, 'assignee', 191)
      table.integer('priority').notNullable()
      instant(table, 'started_at').notNullable()
      instant(table, 'ended_at')
      instant(table, 'due_at')
      instant(table, 'follow_up_at')
      json(table, 'delete_reason').comment('completed, or why it was cancelled; null while it is open')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'instance_id'], 'history_task_instance')
      table.index(['tenant_id', 'assignee', 'ended_at'], 'history_task_assignee')
    }),
}
