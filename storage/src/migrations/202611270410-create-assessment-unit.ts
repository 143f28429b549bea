import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** How far the year-end assessment of a unit has come. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_unit', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'frame_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'status', 16).notNullable().comment('self, verified, scored or told')
      key(table, 'case_id').notNullable()
      instant(table, 'told_at')
      instant(table, 'appeal_until')
      key(table, 'appeal_case').comment('open appeal')
      table.primary(['tenant_id', 'frame_id', 'organ_id'])
    }),
}
