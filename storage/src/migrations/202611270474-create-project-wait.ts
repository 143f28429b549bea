import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Times in which a stage of a construction project lies with its applicant: they do not count as time of approval. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_wait', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'project_id').notNullable()
      instant(table, 'since').notNullable()
      instant(table, 'until').comment('null: it still lies with him')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id'], 'project_wait_of_case')
      table.index(['tenant_id', 'project_id'], 'project_wait_of_project')
    }),
}
