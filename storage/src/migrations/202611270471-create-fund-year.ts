import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** How much the special fund of a year is. The row is held while something is granted: two at once never exceed it. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'fund_year', (table) => {
      key(table, 'tenant_id').notNullable()
      table.integer('year').notNullable()
      table.bigInteger('fen').notNullable()
      key(table, 'closes_on', 10).notNullable().comment('YYYY-MM-DD, last day on which organs may apply')
      key(table, 'case_id').notNullable().comment('that set it')
      table.primary(['tenant_id', 'year'])
    }),
}
