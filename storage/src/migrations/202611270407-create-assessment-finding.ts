import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 督查发现的问题 and its correction. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_finding', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'indicator_id')
      table.text('text').notNullable()
      key(table, 'status', 16).notNullable().comment('open, closed or dropped')
      instant(table, 'found_at').notNullable()
      instant(table, 'closed_at')
      table.primary(['tenant_id', 'case_id'])
      table.index(['tenant_id', 'organ_id'])
    }),
}
