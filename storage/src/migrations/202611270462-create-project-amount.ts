import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What the money of a project is measured by: estimates, 概算, budgets of years, contracts and their changes. Rows are only added. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_amount', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'project_id').notNullable()
      key(table, 'kind', 20).notNullable().comment('need, proposal, feasibility, design, budget, contract, change')
      table.integer('year').comment('of a budget')
      key(table, 'contract_id').comment('of a contract and its changes')
      table.bigInteger('fen').notNullable().comment('a change may be negative')
      key(table, 'case_id').notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'project_id', 'at', 'id'], 'project_amount_of_project')
    }),
}
