import { isSqlite } from '../database.ts'
import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The variables of instances, for queries and as history; what the core computes with stands in the instance's state. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'variable', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'instance_id').notNullable()
      key(table, 'holder_id').notNullable().comment('the scope or token that has it; the instance itself for process variables')
      key(table, 'name', 191).notNullable()
      key(table, 'execution_id').notNullable().comment('the token that waits in the scope, the token itself, or the instance')
      key(table, 'activity_instance_id', 300).notNullable()
      key(table, 'task_id').comment('the user task that it is local to')
      key(table, 'type', 40).notNullable().comment("Camunda's name of the type")
      key(table, 'text_value', 4000).comment('a String of at most 4000 characters; longer ones are not compared')
      table.specificType('number_value', 'double precision').comment('numbers; 0 or 1 for a Boolean; epoch milliseconds for a Date')
      json(table, 'value').comment('JSON; null where text_value or number_value say it all')
      json(table, 'value_info')
      instant(table, 'created_at').notNullable()
      instant(table, 'updated_at').notNullable()
      table.specificType('alive', 'smallint').notNullable().comment('1: its holder is there; 0: its holder has ended; -1: it was removed')
      table.primary(['tenant_id', 'instance_id', 'holder_id', 'name'])
      table.index(['tenant_id', 'holder_id'], 'variable_holder')
    })
    if (isSqlite(knex)) return void (await knex.raw('create index if not exists variable_value on variable (tenant_id, name, text_value)'))
    await knex.raw('create index variable_value on variable (tenant_id, name, text_value(100))')
  },
}
