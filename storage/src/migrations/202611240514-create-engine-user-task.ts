import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The open user tasks, and who may take them. Finished ones are in the history only. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'user_task', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('id of the token that waits in the task')
      key(table, 'instance_id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'element_id', 191).notNullable()
      table.text('name').notNullable()
      key(table, 'assignee', 191)
      json(table, 'candidate_users').notNullable()
      json(table, 'candidate_groups').notNullable()
      instant(table, 'created_at').notNullable()
      instant(table, 'due_at')
      instant(table, 'follow_up_at')
      table.integer('priority').notNullable().comment('0 to 100, 50 unless the model says otherwise')
      key(table, 'form_key', 191)
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'assignee', 'created_at', 'id'], 'user_task_assignee')
      table.index(['tenant_id', 'created_at', 'id'], 'user_task_created')
      table.index(['tenant_id', 'instance_id'], 'user_task_instance')
      table.index(['tenant_id', 'business_key'], 'user_task_business_key')
    })
    await createTable(knex, 'user_task_candidate', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'task_id').notNullable()
      key(table, 'kind', 8).notNullable().comment('group or user')
      key(table, 'candidate', 191).notNullable().comment('group key or user id')
      table.primary(['tenant_id', 'task_id', 'kind', 'candidate'])
      table.index(['tenant_id', 'kind', 'candidate', 'task_id'], 'user_task_candidate_inbox')
    })
  },
}
