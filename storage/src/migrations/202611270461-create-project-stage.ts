import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** The life line of each project: until when a stage is planned, when it was passed and by which case. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_stage', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'project_id').notNullable()
      key(table, 'stage', 30).notNullable()
      key(table, 'planned_on', 10).comment('day, YYYY-MM-DD; null: not planned')
      instant(table, 'passed_at').comment('null: not passed yet')
      key(table, 'case_id')
      table.string('number', 100).comment('文号 of the approval')
      table.primary(['tenant_id', 'project_id', 'stage'])
    }),
}
