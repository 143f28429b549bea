import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** How a person wants to be told: his mailbox, proved by a code, and which kinds of notices come where. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'notice_setting', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      table.string('address', 254).comment('the mailbox that was proved')
      instant(table, 'verified_at')
      table.string('new_address', 254).comment('waits for its code')
      key(table, 'code_hash').comment('SHA-256 of person and code, hex')
      instant(table, 'code_sent_at')
      table.integer('code_failures').notNullable().defaultTo(0)
      json(table, 'app_off').notNullable().comment('kinds that do not come in the application')
      json(table, 'mail_on').notNullable().comment('kinds that come by mail')
      table.primary(['tenant_id', 'user_id'])
    }),
}
