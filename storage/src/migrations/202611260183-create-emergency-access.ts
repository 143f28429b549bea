import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Emergency access 应急访问 to one case: opened with a second factor and a reason, short, reviewed afterwards. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'emergency_access', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'organ_id').notNullable().comment('organ in charge of the case when it was opened')
      table.string('reason', 500).notNullable()
      instant(table, 'opened_at').notNullable()
      instant(table, 'expires_at').notNullable()
      key(table, 'reviewed_by')
      instant(table, 'reviewed_at')
      key(table, 'outcome', 16).comment('justified, unjustified')
      table.string('review_note', 500)
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'user_id', 'case_id', 'expires_at'], 'emergency_access_active')
    }),
}
