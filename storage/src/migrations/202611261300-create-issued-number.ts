import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** The register 登记簿: every number that was given out, and stays when it is voided. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'issued_number', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'kind', 16).notNullable().comment('case, document, licence or receipt')
      key(table, 'number', 100).notNullable()
      key(table, 'organ_id').notNullable().comment('organ in whose register it stands')
      key(table, 'run_organ').notNullable().comment('with run_type and run_period: the run of number_sequence it was drawn from')
      key(table, 'run_type').notNullable()
      table.integer('run_period').notNullable()
      table.integer('sequence').notNullable()
      key(table, 'type').notNullable().comment('document type 许受, or the scheme of the number')
      table.integer('year').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'query_code', 6).comment('of a case number: what looks the case up together with it')
      instant(table, 'issued_at').notNullable()
      instant(table, 'voided_at').comment('作废: the number is kept and never given out again')
      key(table, 'voided_by')
      table.string('voided_by_name', 191)
      table.string('void_reason', 500)
      table.primary(['tenant_id', 'kind', 'number'])
      table.unique(['tenant_id', 'run_organ', 'run_type', 'run_period', 'sequence'], { indexName: 'issued_number_run' })
      table.index(['tenant_id', 'kind', 'issued_at', 'number'], 'issued_number_time')
      table.index(['tenant_id', 'case_id'], 'issued_number_case')
    }),
}
