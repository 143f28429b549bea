import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What people ask an organ 咨询, or complain of 投诉, with the one answer and how the asker found it. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'consultation', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'kind', 16).notNullable().comment('consultation, complaint')
      key(table, 'organ_id').notNullable().comment('who answers')
      key(table, 'matter_key')
      table.string('matter_name', 191)
      key(table, 'case_id').comment('complained of')
      key(table, 'case_no')
      key(table, 'asker_id').comment('null: without an account')
      table.string('asker_name', 100).notNullable()
      key(table, 'asker_phone', 32)
      key(table, 'code_hash').comment('SHA-256 of the code with which the answer is read without an account')
      table.text('text').notNullable()
      instant(table, 'asked_at').notNullable()
      instant(table, 'due_at').notNullable()
      table.text('answer')
      key(table, 'answered_by')
      table.string('answered_by_name', 100)
      instant(table, 'answered_at')
      table.integer('grade').comment('5 to 1')
      table.text('grade_text')
      instant(table, 'graded_at')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'code_hash'], { indexName: 'consultation_code' })
      table.index(['tenant_id', 'asker_id', 'id'], 'consultation_asker')
      table.index(['tenant_id', 'organ_id', 'due_at', 'id'], 'consultation_due')
    }),
}
