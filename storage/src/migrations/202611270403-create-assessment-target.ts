import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 指标 × 被考核单位: base and target in decimal text. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_target', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'indicator_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'frame_id').notNullable()
      table.string('base', 32)
      table.string('target', 32)
      instant(table, 'parts_at').comment('when its decomposition was confirmed')
      table.primary(['tenant_id', 'indicator_id', 'organ_id'])
      table.index(['tenant_id', 'frame_id', 'organ_id'])
    }),
}
