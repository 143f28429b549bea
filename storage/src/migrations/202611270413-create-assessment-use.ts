import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 结果应用登记. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_use', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'frame_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'kind', 16).notNullable()
      table.text('text').notNullable()
      key(table, 'case_id').notNullable()
      instant(table, 'at').notNullable()
      key(table, 'by_user').notNullable()
      table.string('by_name', 100).notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'frame_id'])
    }),
}
