import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Applications for the yearly special fund 专项资金 and what was granted, allocated and given back. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'fund_grant', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('the case')
      table.integer('year').notNullable()
      table.string('name', 191).notNullable()
      key(table, 'organ_id').notNullable()
      table.string('organ_name', 191).notNullable()
      table.bigInteger('asked_fen').notNullable()
      table.bigInteger('granted_fen').comment('issued 下达; null: not decided')
      table.bigInteger('allocated_fen').notNullable().defaultTo(0).comment('paid out of what was issued')
      table.bigInteger('returned_fen').notNullable().defaultTo(0).comment('balance given back: it can be granted anew')
      key(table, 'state', 10).notNullable().comment('asked, issued, allocated, evaluated, refused')
      instant(table, 'asked_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'year', 'id'], 'fund_grant_of_year')
    }),
}
