import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What people wrote about a user task; kept when it is done. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'task_comment', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'task_id').notNullable()
      key(table, 'instance_id').notNullable()
      key(table, 'user_id', 191)
      instant(table, 'at').notNullable()
      json(table, 'message').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'task_id', 'id'], 'task_comment_task')
      table.index(['tenant_id', 'instance_id'], 'task_comment_instance')
    }),
}
