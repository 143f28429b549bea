import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** Results 中标结果 of tenders and purchases. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_award', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('the case')
      key(table, 'project_id').notNullable()
      table.string('method', 50).notNullable()
      table.string('supplier_name', 191).notNullable()
      key(table, 'supplier_code', 18).notNullable()
      table.bigInteger('fen').notNullable()
      key(table, 'awarded_on', 10).notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'project_id', 'id'], 'project_award_of_project')
    }),
}
