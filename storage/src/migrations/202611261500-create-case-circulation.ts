import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Circulations 传阅 of a case: who sent it round, and why. A circulation holds no token: the flow does not know of it. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_circulation', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('sortable: order of writing')
      key(table, 'case_id').notNullable()
      key(table, 'source', 16).notNullable().comment('step: by a setting of the step; manual; starter: chosen by who handed the case in')
      key(table, 'element_id', 191).comment('the step it came from; null where it came from none')
      table.string('step_name', 191).notNullable()
      table.string('note', 500).notNullable()
      key(table, 'by_id').notNullable()
      table.string('by_name', 191).notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id', 'id'], 'case_circulation_case')
    }),
}
