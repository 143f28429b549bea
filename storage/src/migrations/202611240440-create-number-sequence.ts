import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** The last number given out of each run of numbers: document numbers, case numbers, licence numbers. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'number_sequence', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'organ_id').notNullable().comment('The organ whose run it is; empty for a run of the whole tenant')
      key(table, 'type').notNullable().comment('What is numbered, e.g. document:许受, case, food-licence:2')
      table.integer('period').notNullable().comment('When the run begins anew: the year (2026), the day (20261124), or 0 for never')
      table
        .integer('last')
        .notNullable()
        .comment('The number given out last; gap-free, since a rolled-back transaction gives its number back')
      table.primary(['tenant_id', 'organ_id', 'type', 'period'])
    }),
}
