import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Cases that touched a project. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_case', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'project_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'case_no').notNullable()
      key(table, 'matter_key').notNullable()
      table.string('matter_name', 191).notNullable()
      instant(table, 'opened_at').notNullable()
      instant(table, 'closed_at')
      key(table, 'status', 20).comment('what it ended with')
      table.primary(['tenant_id', 'project_id', 'case_id'])
      table.index(['tenant_id', 'case_id'], 'project_case_of_case')
    }),
}
