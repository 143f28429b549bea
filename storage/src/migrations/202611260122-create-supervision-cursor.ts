import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** How far the rules have read the supervision log. It moves in the transaction of what the rules do. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_cursor', (table) => {
      key(table, 'tenant_id').notNullable()
      table.bigInteger('next_seq').notNullable().comment('place in the log of the entry to be read next')
      table.bigInteger('turn').notNullable().comment('counts the transactions; one that finds another number does nothing')
      instant(table, 'last_at').notNullable().comment('instant of the last entry read')
      instant(table, 'fired_to').notNullable().comment('deadlines up to here have fired')
      key(table, 'lease_owner')
      instant(table, 'lease_until')
      table.primary(['tenant_id'])
    }),
}
