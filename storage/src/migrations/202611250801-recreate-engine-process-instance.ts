import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Process instances: one row each, with the whole state of the core and their place in the tree of calls. */
export const migration: Migration = {
  async up(knex) {
    await knex.schema.dropTableIfExists('process_instance')
    await createTable(knex, 'process_instance', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'status', 16).notNullable().comment('active, completed, terminated')
      table.specificType('suspended', 'smallint').notNullable().comment('1: nothing goes on until it is resumed')
      key(table, 'super_instance_id').comment('the instance whose call activity started it')
      key(table, 'super_token_id').comment('the token that waits in that call activity')
      key(table, 'root_instance_id').notNullable().comment('the outermost caller; its own id if nobody called it')
      table.integer('call_depth').notNullable().comment('how many call activities are around it')
      key(table, 'started_by', 191)
      instant(table, 'started_at').notNullable()
      instant(table, 'ended_at')
      table.bigInteger('version').notNullable().comment('counts every change; a writer that read an older one has to read again')
      table.bigInteger('event_count').notNullable().comment('number of events written, the next one gets this sequence number')
      json(table, 'state').notNullable().comment('InstanceState of the engine core')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'business_key'], 'process_instance_business_key')
      table.index(['tenant_id', 'status', 'definition_key', 'id'], 'process_instance_status')
      table.index(['tenant_id', 'definition_id', 'status', 'id'], 'process_instance_definition')
      table.index(['tenant_id', 'super_instance_id'], 'process_instance_super')
      table.index(['tenant_id', 'root_instance_id'], 'process_instance_root')
    })
  },
}
