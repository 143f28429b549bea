import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 目标调整: before and after, for good. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_adjustment', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'indicator_id').notNullable()
      key(table, 'organ_id').notNullable()
      table.string('before', 32)
      table.string('after', 32).notNullable()
      table.text('reason').notNullable()
      instant(table, 'at').notNullable()
      key(table, 'by_user').notNullable()
      table.string('by_name', 100).notNullable()
      table.primary(['tenant_id', 'case_id'])
      table.index(['tenant_id', 'indicator_id', 'organ_id'])
    }),
}
