import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Milestones of a contract: what is paid for, planned for a day, accepted by a case. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_milestone', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'contract_id').notNullable()
      table.integer('no').notNullable()
      table.string('name', 191).notNullable()
      key(table, 'planned_on', 10).notNullable()
      table.bigInteger('fen').notNullable()
      key(table, 'accepted_on', 10)
      key(table, 'case_id').comment('that accepted it')
      instant(table, 'accepted_at')
      table.primary(['tenant_id', 'contract_id', 'no'])
    }),
}
