import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What running instances wait to be told, and what starts new ones. What becomes due by itself is a job. */
export const migration: Migration = {
  async up(knex) {
    await knex.schema.dropTableIfExists('subscription')
    await knex.schema.dropTableIfExists('message_start')
    await createTable(knex, 'subscription', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'instance_id').notNullable()
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'scope_id').notNullable().comment('the scope in which the instance goes on')
      key(table, 'token_id').comment('the token that waits; null for an event sub-process')
      key(table, 'element_id', 191).notNullable()
      key(table, 'kind', 16).notNullable().comment('message, signal or conditional')
      key(table, 'event_name', 191).comment('of the message or signal')
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'kind', 'event_name', 'business_key'], 'subscription_event')
      table.index(['tenant_id', 'instance_id'], 'subscription_instance')
    })
    await createTable(knex, 'event_start', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'element_id', 191).notNullable().comment('the start event')
      key(table, 'definition_id', 191).notNullable().comment('the newest version of the key')
      key(table, 'kind', 16).notNullable().comment('message, signal or conditional')
      key(table, 'event_name', 191)
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'definition_key', 'element_id'])
      table.index(['tenant_id', 'kind', 'event_name'], 'event_start_event')
    })
  },
}
