import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What running instances wait for: timers with their due time, messages by name. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'subscription', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'instance_id').notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'business_key', 191)
      key(table, 'token_id').notNullable()
      key(table, 'element_id', 191).notNullable()
      key(table, 'kind', 8).notNullable().comment('timer or message')
      instant(table, 'due_at').comment('timers: when to fire; null for messages')
      key(table, 'message_name', 191)
      key(table, 'lease_owner').comment('the engine process that is firing it')
      instant(table, 'leased_until').notNullable().comment('0: free; another engine process may fire it after this instant')
      table.primary(['tenant_id', 'id'])
      table.index(['due_at', 'leased_until'], 'subscription_due')
      table.index(['tenant_id', 'message_name', 'business_key'], 'subscription_message')
      table.index(['tenant_id', 'instance_id'], 'subscription_instance')
    }),
}
