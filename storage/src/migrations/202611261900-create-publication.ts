import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 双公示: one row for each decision, with the fields of the national data standard for licences; what is withheld has its row and reason too. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'publication', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'kind').notNullable().comment('what was decided: grant, refusal, alteration …')
      key(table, 'state').notNullable().comment('public, withheld by the matter, withdrawn by the supervisor')
      table.string('state_reason', 500).comment('why it is not public')
      key(table, 'matter_key').notNullable()
      table.string('matter_name', 191).notNullable()
      key(table, 'organ_id').notNullable()
      table.string('organ_name', 191).notNullable()
      key(table, 'organ_code').comment('unified social credit code of the organ that decided')
      table.string('source_name', 191).notNullable()
      key(table, 'source_code')
      table.string('holder_name', 191).notNullable().comment('a natural person is masked: the whole name stands nowhere in this table')
      key(table, 'holder_kind').notNullable()
      key(table, 'holder_code').comment('unified social credit code; never the number of a person')
      table.string('document_name', 191).notNullable()
      key(table, 'document_number', 100).notNullable()
      key(table, 'category').notNullable()
      table.string('licence_name', 191)
      key(table, 'licence_no', 100)
      table.text('content').notNullable()
      key(table, 'decided_on', 10).notNullable().comment('days, YYYY-MM-DD')
      key(table, 'valid_from', 10)
      key(table, 'valid_until', 10)
      key(table, 'validity').notNullable().comment('valid, or invalid once a later decision ended it')
      instant(table, 'due_at').notNullable().comment('seven workdays after the decision')
      instant(table, 'published_at').notNullable()
      table.integer('version').notNullable().comment('grows with each correction')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'case_id', 'kind'], { indexName: 'publication_case' })
      table.index(['tenant_id', 'state', 'published_at', 'id'], 'publication_list')
      table.index(['tenant_id', 'licence_no'], 'publication_licence')
    }),
}
