import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Accounts: staff and applicants. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'user', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'username').notNullable()
      table.string('name', 64).notNullable().comment('name of the person')
      key(table, 'kind', 16).notNullable().comment('staff, applicant')
      key(table, 'citizen_id', 18).comment('applicants: citizen id number, GB 11643')
      key(table, 'phone', 20)
      key(table, 'password_hash', 191).notNullable().comment('scrypt$N$r$p$salt$hash, the last two in base64')
      table.integer('failed_count').notNullable().defaultTo(0).comment('wrong passwords in a row')
      instant(table, 'locked_until').comment('no login before this instant')
      instant(table, 'disabled_at').comment('set when the person has left')
      instant(table, 'created_at').notNullable()
      instant(table, 'password_set_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'username'], { indexName: 'user_username' })
    }),
}
