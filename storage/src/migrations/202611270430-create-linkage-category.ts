import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Categories of grid incidents 事部件分类: every version stays, an incident names the one it was filed under. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linkage_category', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'code', 16).notNullable()
      table.integer('version').notNullable()
      table.boolean('current').notNullable()
      json(table, 'content').notNullable().comment('conditions, organs, targets with limits, severity, radius')
      table.string('reason', 500).comment('why it was changed; null: as it came')
      key(table, 'changed_by')
      table.string('changed_by_name', 191)
      instant(table, 'changed_at').notNullable()
      table.primary(['tenant_id', 'code', 'version'])
      table.index(['tenant_id', 'current'], 'linkage_category_current')
    }),
}
