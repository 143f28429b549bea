import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Notices 通知 in the application, one row for each person told. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'notice', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('sortable: order of writing')
      key(table, 'user_id').notNullable()
      table.string('title', 191).notNullable()
      table.text('text').notNullable()
      key(table, 'link', 191).comment('address inside the application of what it tells of')
      instant(table, 'at').notNullable()
      instant(table, 'read_at').comment('null until read')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'user_id', 'read_at', 'id'], 'notice_of_user')
    }),
}
