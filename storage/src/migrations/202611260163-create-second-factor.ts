import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Time-based codes, RFC 6238. The secret is sealed with a key of the installation that is not in the database. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'second_factor', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      table.text('sealed_secret').notNullable()
      instant(table, 'confirmed_at').notNullable()
      table.bigInteger('last_step').notNullable().comment('30-second step of the last code that was used; none before it is taken again')
      table.primary(['tenant_id', 'user_id'])
    })
    await createTable(knex, 'second_factor_enrolment', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      table.text('sealed_secret').notNullable()
      instant(table, 'expires_at').notNullable()
      table.primary(['tenant_id', 'user_id'])
    })
    await createTable(knex, 'recovery_code', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'code_hash').notNullable().comment('SHA-256, hex')
      instant(table, 'used_at')
      table.primary(['tenant_id', 'user_id', 'code_hash'])
    })
  },
}
