import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What was said in a question 沟通, in rounds. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_question_line', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('sortable: order of writing')
      key(table, 'question_id').notNullable()
      key(table, 'kind', 16).notNullable().comment('ask, answer, withdraw')
      key(table, 'user_id').notNullable()
      table.string('user_name', 191).notNullable()
      table.text('text').notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'question_id', 'id'], 'case_question_line_of')
    }),
}
