import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Questions 沟通 that the holder of a task asks somebody; the task stays where it is. While one is open the asked may read the case. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_question', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('sortable: order of writing')
      key(table, 'case_id').notNullable()
      key(table, 'task_id', 191).notNullable()
      key(table, 'element_id', 191).notNullable()
      table.string('step_name', 191).notNullable()
      key(table, 'asker_id').notNullable()
      table.string('asker_name', 191).notNullable()
      key(table, 'asked_id').notNullable()
      table.string('asked_name', 191).notNullable()
      key(table, 'state', 16).notNullable().comment('open, answered, withdrawn, lapsed: the case was closed first')
      instant(table, 'at').notNullable()
      instant(table, 'changed_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id', 'id'], 'case_question_case')
      table.index(['tenant_id', 'asked_id', 'state', 'id'], 'case_question_asked')
      table.index(['tenant_id', 'asker_id', 'state', 'id'], 'case_question_asker')
    }),
}
