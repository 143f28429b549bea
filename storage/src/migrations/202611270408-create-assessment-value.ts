import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 核定的完成值, in the order in which they were settled: the last one of a round counts, none is changed. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_value', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'indicator_id').notNullable()
      key(table, 'organ_id').notNullable()
      table.string('value', 32).notNullable()
      key(table, 'round', 8).notNullable().comment('first or appeal')
      table.text('reason')
      key(table, 'snapshot_id')
      key(table, 'case_id').notNullable()
      instant(table, 'at').notNullable()
      key(table, 'by_user').notNullable()
      table.string('by_name', 100).notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'indicator_id', 'organ_id'])
    }),
}
