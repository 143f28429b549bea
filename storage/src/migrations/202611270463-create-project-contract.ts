import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Contracts of projects. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_contract', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('the case that concluded it')
      key(table, 'project_id').notNullable()
      table.string('number', 100).notNullable()
      table.string('payee_name', 191).notNullable()
      key(table, 'payee_code', 18).notNullable().comment('unified social credit code')
      key(table, 'payee_organ').comment('its organ in the county, where it has accounts')
      table.bigInteger('fen').notNullable()
      table.bigInteger('retention_fen').notNullable().comment('质量保证金')
      table.integer('pay_days').notNullable().comment('after acceptance, 60 at most')
      key(table, 'signed_on', 10).notNullable()
      instant(table, 'published_at')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'project_id', 'id'], 'project_contract_of_project')
    }),
}
