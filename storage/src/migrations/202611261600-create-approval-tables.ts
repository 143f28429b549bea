import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What approval verbs leave behind: cases sent back 退回, signatures asked for beside a task 加签, decisions that wait for them. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'case_return', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'from_element', 100).notNullable()
      key(table, 'to_element', 100).notNullable()
      key(table, 'task_id').notNullable().comment('the task that was opened for it')
      key(table, 'mode', 16).notNullable().comment('direct: goes straight back to whoever sent it; forward: takes its way again')
      json(table, 'positions').notNullable().comment('where tokens stood: [{elementId, flowId, assignee}]')
      json(table, 'routing').notNullable().comment('variables that conditions read, as they were')
      table.string('reason', 2000).notNullable()
      key(table, 'sent_by').notNullable()
      instant(table, 'sent_at').notNullable()
      instant(table, 'settled_at').comment('it was handed in again')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id'], 'case_return_case')
    })
    await createTable(knex, 'task_sign', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'host_task').notNullable().comment('the task beside which somebody is asked')
      key(table, 'kind', 16).notNullable().comment('before, parallel, after')
      key(table, 'user_id').notNullable()
      key(table, 'task_id').comment('his own task; null until it is opened')
      key(table, 'state', 16).notNullable().comment('planned, open, passed, rejected, removed, canceled')
      table.string('request', 500).notNullable()
      key(table, 'requested_by').notNullable()
      instant(table, 'requested_at').notNullable()
      table.string('opinion', 2000)
      instant(table, 'done_at')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'host_task'], 'task_sign_host')
      table.index(['tenant_id', 'task_id'], 'task_sign_task')
      table.index(['tenant_id', 'case_id'], 'task_sign_case')
    })
    await createTable(knex, 'held_completion', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'task_id').notNullable()
      key(table, 'case_id').notNullable()
      json(table, 'completion').notNullable().comment('what the person decided, carried out when the last signature is there')
      key(table, 'user_id').notNullable()
      key(table, 'on_behalf_of')
      instant(table, 'held_at').notNullable()
      table.primary(['tenant_id', 'task_id'])
    })
    if (await knex.schema.hasColumn('case_file', 'hold')) return
    await knex.schema.alterTable('case_file', (table) => void json(table, 'hold').comment('普通挂起: {by, name, reason, at}; null: none'))
  },
}
