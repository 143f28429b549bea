import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Readers of circulations: whether each has opened the case, and what he replied. While it is not cancelled he may read the case. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_reader', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'circulation_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'case_id').notNullable()
      instant(table, 'at').notNullable()
      instant(table, 'opened_at').comment('null until the reader opens the case')
      table.text('reply')
      instant(table, 'replied_at')
      table.integer('chased').notNullable().defaultTo(0).comment('how often he was asked to read it')
      instant(table, 'chased_at')
      instant(table, 'canceled_at').comment('null: the circulation holds')
      table.primary(['tenant_id', 'circulation_id', 'user_id'])
      table.index(['tenant_id', 'user_id', 'canceled_at', 'circulation_id'], 'case_reader_user')
      table.index(['tenant_id', 'user_id', 'canceled_at', 'opened_at'], 'case_reader_unread')
      table.index(['tenant_id', 'case_id', 'canceled_at', 'user_id'], 'case_reader_case')
    }),
}
