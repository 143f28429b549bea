import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Special procedures 特别程序 of cases, during which the clock stands still (行政许可法 article 45), from the request to the end. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_suspension', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'kind', 32).notNullable().comment('one of the eight kinds of the law')
      key(table, 'state', 16).notNullable().comment('requested, refused, open, closed')
      table.string('reason', 2000).notNullable()
      key(table, 'planned_end', 10).notNullable().comment('the day, as the applicant is told in writing')
      key(table, 'requested_by').notNullable()
      table.string('requested_by_name', 100).notNullable()
      instant(table, 'requested_at').notNullable()
      key(table, 'decided_by')
      table.string('decided_by_name', 100)
      instant(table, 'decided_at').comment('approved or refused; the clock stands still from an approval on')
      table.string('decision_opinion', 2000)
      table.string('notice_number', 100)
      key(table, 'ended_by')
      table.string('ended_by_name', 100)
      instant(table, 'ended_at').comment('the clock goes on')
      table.string('result', 2000).comment('what came out of the procedure')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id'], 'case_suspension_case')
    }),
}
