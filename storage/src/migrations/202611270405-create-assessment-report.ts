import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 进展月报. A month without a report has a row that says so: missing, which is not zero. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_report', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'indicator_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'month', 7).notNullable()
      key(table, 'status', 16).notNullable().comment('missing, handed-in or verified')
      table.string('value', 32).comment('reached since the beginning of the year')
      table.text('text')
      key(table, 'case_id')
      instant(table, 'handed_in_at')
      table.boolean('late').notNullable()
      instant(table, 'told_at').comment('when it was found to be missing')
      table.string('verified_by', 100)
      table.primary(['tenant_id', 'indicator_id', 'organ_id', 'month'])
    }),
}
