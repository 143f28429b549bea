import type { Migration } from '../migrate.ts'
import { instant, json, key } from './columns.ts'

/** Sorts what has no due date last; see NO_DUE in repositories/user-tasks.ts. */
const NO_DUE = 9_000_000_000_000_000

/** Owner, delegation and all else that Camunda's tasks have; and lists of candidates that are read in order without looking at the tasks. */
export const migration: Migration = {
  async up(knex) {
    if (await knex.schema.hasColumn('user_task', 'owner')) return
    await knex.schema.alterTable('user_task', (table) => {
      key(table, 'owner', 191)
      key(table, 'delegation_state', 8).comment('PENDING: handed on by the owner; RESOLVED: it came back')
      json(table, 'description')
      table.specificType('suspended', 'smallint').notNullable().defaultTo(0).comment('1: its instance is suspended')
      instant(table, 'updated_at').comment('null: never changed')
      table.bigInteger('due_rank').notNullable().defaultTo(NO_DUE).comment('due_at, or later than any')
      table.index(['tenant_id', 'assignee', 'due_rank', 'id'], 'user_task_assignee_due')
      table.index(['tenant_id', 'assignee', 'priority', 'id'], 'user_task_assignee_priority')
      table.index(['tenant_id', 'due_rank', 'id'], 'user_task_due')
    })
    await knex.schema.alterTable('user_task_candidate', (table) => {
      table.specificType('taken', 'smallint').notNullable().defaultTo(0).comment('1: the task has an assignee')
      instant(table, 'created_at').notNullable().defaultTo(0)
      table.bigInteger('due_rank').notNullable().defaultTo(NO_DUE)
      table.integer('priority').notNullable().defaultTo(50)
      table.dropIndex(['tenant_id', 'kind', 'candidate', 'task_id'], 'user_task_candidate_inbox')
      table.index(['tenant_id', 'kind', 'candidate', 'taken', 'created_at', 'task_id'], 'user_task_candidate_created')
      table.index(['tenant_id', 'kind', 'candidate', 'taken', 'due_rank', 'task_id'], 'user_task_candidate_due')
      table.index(['tenant_id', 'kind', 'candidate', 'taken', 'priority', 'task_id'], 'user_task_candidate_priority')
    })
  },
}
