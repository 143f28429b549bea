import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Separation of duties lifted by the unit's leader, for one person at one step of one case, once. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'separation_waiver', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'element_id', 100).notNullable()
      key(table, 'rule').notNullable()
      key(table, 'user_id').notNullable().comment('who may take the step')
      table.string('reason', 500).notNullable()
      key(table, 'granted_by').notNullable()
      instant(table, 'granted_at').notNullable()
      instant(table, 'used_at').comment('the step was taken; it is used up')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'case_id'], 'separation_waiver_case')
    }),
}
