import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** 责任分工表: which unit sets, follows and scores a family of targets in a year. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_duty', (table) => {
      key(table, 'tenant_id').notNullable()
      table.integer('year').notNullable()
      key(table, 'family', 16).notNullable()
      key(table, 'duty', 16).notNullable().comment('setting, progress or scoring')
      key(table, 'organ_id').notNullable()
      instant(table, 'changed_at').notNullable()
      key(table, 'changed_by').notNullable()
      table.string('changed_by_name', 100).notNullable()
      table.primary(['tenant_id', 'year', 'family', 'duty'])
    }),
}
