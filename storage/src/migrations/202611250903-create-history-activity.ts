import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Each time that a token was in an element. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'history_activity', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('id of the token')
      table.integer('number').notNullable().comment('the number in the id: the order of entering')
      key(table, 'instance_id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'parent_id', 300).notNullable().comment('activity instance id of what is around it')
      key(table, 'element_id', 191).notNullable()
      table.text('name')
      key(table, 'type', 40).notNullable().comment("Camunda's activity type")
      key(table, 'assignee', 191)
      key(table, 'called_instance_id')
      instant(table, 'started_at').notNullable()
      instant(table, 'ended_at')
      table.specificType('canceled', 'smallint').notNullable()
      table.specificType('complete_scope', 'smallint').notNullable().comment('1: no flow leads on from it')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'instance_id', 'number'], 'history_activity_instance')
      table.index(['tenant_id', 'definition_id', 'element_id', 'ended_at'], 'history_activity_definition')
    }),
}
