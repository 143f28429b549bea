import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What people did, one row for each property that they changed. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'user_operation', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id', 80).notNullable()
      key(table, 'operation_id', 80).notNullable().comment('the same for all properties that one operation changed')
      instant(table, 'at').notNullable()
      key(table, 'user_id', 191).notNullable()
      key(table, 'operation', 40).notNullable().comment("Camunda's operation type, e.g. Claim")
      key(table, 'entity', 40).notNullable().comment("Camunda's entity type, e.g. Task")
      key(table, 'category', 16).notNullable().comment('TaskWorker or Operator')
      key(table, 'instance_id')
      key(table, 'definition_id', 191)
      key(table, 'definition_key', 191)
      key(table, 'task_id')
      key(table, 'property', 191)
      json(table, 'old_value')
      json(table, 'new_value')
      json(table, 'annotation')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'instance_id'], 'user_operation_instance')
      table.index(['tenant_id', 'user_id', 'at'], 'user_operation_user')
    }),
}
