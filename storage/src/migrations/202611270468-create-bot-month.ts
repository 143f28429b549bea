import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Months of an operation paid by the month (BOT): what was filed, scored, deducted and paid. At most one of each month. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'bot_month', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'contract').notNullable()
      table.integer('no').notNullable().comment('1 is the first month of operation')
      key(table, 'month', 7).notNullable().comment('YYYY-MM')
      key(table, 'case_id').notNullable()
      key(table, 'invoice_no', 40).notNullable()
      table.bigInteger('fee_fen').notNullable()
      json(table, 'report').notNullable().comment('service levels as they were filed')
      table.integer('score').comment('thousandths of a point, the mean of the using units')
      table.bigInteger('deduction_fen')
      key(table, 'state', 10).notNullable().comment('filed, scored, paid, handed')
      instant(table, 'filed_at').notNullable()
      key(table, 'paid_on', 10)
      table.primary(['tenant_id', 'contract', 'no'])
      table.unique(['tenant_id', 'case_id'], { indexName: 'bot_month_case' })
      table.unique(['tenant_id', 'contract', 'invoice_no'], { indexName: 'bot_month_invoice' })
    }),
}
