import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Payments of contracts: money is reserved when it is asked for, paid or released at the end. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_payment', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('the case that asks for it')
      key(table, 'project_id').notNullable()
      key(table, 'contract_id').notNullable()
      table.integer('milestone_no').notNullable()
      key(table, 'invoice_no', 40).notNullable()
      key(table, 'invoice_used', 40).comment('the same while it is reserved or paid, null when it was released: no invoice is used twice')
      table.bigInteger('fen').notNullable()
      table.integer('year').notNullable().comment('whose budget it is of')
      key(table, 'state', 10).notNullable().comment('reserved, paid, released')
      instant(table, 'asked_at').notNullable()
      key(table, 'accepted_on', 10).notNullable().comment('when the milestone was accepted: the law counts from there')
      key(table, 'paid_on', 10)
      instant(table, 'settled_at')
      table.bigInteger('interest_fen').notNullable().defaultTo(0).comment('owed for paying late')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'invoice_used'], { indexName: 'project_payment_invoice' })
      table.index(['tenant_id', 'project_id', 'id'], 'project_payment_of_project')
    }),
}
