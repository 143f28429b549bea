import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 考核组评分: what each member gave. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_mark', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'indicator_id').notNullable()
      key(table, 'judge').notNullable()
      table.string('judge_name', 100).notNullable()
      key(table, 'organ_id').notNullable()
      table.string('mark', 32).notNullable()
      table.text('reason')
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'case_id', 'indicator_id', 'judge'])
    }),
}
