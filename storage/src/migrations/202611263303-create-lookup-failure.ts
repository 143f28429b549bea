import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Wrong query codes tried for a number, whether or not there is such a number. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'lookup_failure', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'number_hash').notNullable().comment('SHA-256 of the number that was asked for: it may be none of ours')
      table.integer('failures').notNullable().comment('in a row')
      instant(table, 'locked_until')
      instant(table, 'last_at').notNullable()
      table.primary(['tenant_id', 'number_hash'])
      table.index(['tenant_id', 'last_at'], 'lookup_failure_age')
    }),
}
