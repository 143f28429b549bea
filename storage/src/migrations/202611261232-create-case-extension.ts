import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Requests for more time 延期, and how the head of the organ decided (行政许可法 article 42). */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_extension', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'state', 16).notNullable().comment('requested, granted, refused, lapsed')
      table.string('reasons', 2000).notNullable().comment('as the applicant is told them')
      table.integer('amount').notNullable().comment('how many of the unit')
      key(table, 'unit', 16).notNullable()
      key(table, 'requested_by').notNullable()
      table.string('requested_by_name', 100).notNullable()
      instant(table, 'requested_at').notNullable()
      key(table, 'decided_by')
      table.string('decided_by_name', 100)
      instant(table, 'decided_at')
      table.string('decision_opinion', 2000)
      table.string('notice_number', 100)
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id'], 'case_extension_case')
    }),
}
