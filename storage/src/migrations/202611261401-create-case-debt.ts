import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 容缺受理: materials that a case was accepted without, each with the day on which it must be there. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_debt', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'organ_id').notNullable().comment('in charge of the case')
      key(table, 'material_key').notNullable()
      table.string('material_name', 500).notNullable()
      table.string('paper_no', 100).comment('number of the promise 容缺受理承诺书; null where silence accepted')
      instant(table, 'opened_at').notNullable()
      instant(table, 'due_at').notNullable()
      key(table, 'status', 16).notNullable().comment('open, overdue, settled, waived, lapsed')
      instant(table, 'overdue_at')
      instant(table, 'closed_at')
      key(table, 'closed_by')
      table.string('closed_name', 191)
      table.string('reason', 1000).comment('why it was waived')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'case_id', 'material_key'], { indexName: 'case_debt_material' })
      table.index(['tenant_id', 'status', 'due_at'], 'case_debt_due')
    }),
}
