import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Orders of the hotline 12345: their number, their own reply clock and the answer. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linkage_hotline', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'order_no').notNullable()
      key(table, 'incident_id').notNullable()
      key(table, 'kind', 10).notNullable().comment('consult, normal, hard')
      table.string('caller_name', 100).notNullable()
      table.string('caller_phone', 30).notNullable()
      instant(table, 'received_at').notNullable()
      instant(table, 'reply_due_at').notNullable()
      table.text('answer')
      instant(table, 'answered_at')
      instant(table, 'fetched_at').comment('the hotline said that it has it')
      table.primary(['tenant_id', 'order_no'])
      table.unique(['tenant_id', 'incident_id'], { indexName: 'linkage_hotline_incident' })
      table.index(['tenant_id', 'answered_at', 'order_no'], 'linkage_hotline_answered')
    }),
}
