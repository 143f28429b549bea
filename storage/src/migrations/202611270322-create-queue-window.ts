import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Windows 窗口 of a hall that were ever opened: who sits there now, and for which classes of business. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'queue_window', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'hall_id').notNullable()
      table.integer('number').notNullable().comment('as it stands over the counter')
      key(table, 'clerk_id').comment('null: closed')
      table.string('clerk_name', 64)
      json(table, 'classes').notNullable().comment('letters of the classes that it serves')
      instant(table, 'opened_at')
      table.primary(['tenant_id', 'hall_id', 'number'])
      table.unique(['tenant_id', 'clerk_id'], { indexName: 'queue_window_clerk' })
    }),
}
