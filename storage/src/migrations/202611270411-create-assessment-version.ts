import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** 考核结果 as it was published; rows are never changed. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_version', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'frame_id').notNullable()
      table.integer('no').notNullable()
      key(table, 'kind', 16).notNullable().comment('draft, public or final')
      json(table, 'body').notNullable().comment('exactly as published')
      key(table, 'sha256').notNullable()
      table.string('why', 200).notNullable()
      key(table, 'case_id').notNullable()
      instant(table, 'at').notNullable()
      key(table, 'by_user').notNullable()
      table.string('by_name', 100).notNullable()
      table.primary(['tenant_id', 'frame_id', 'no'])
    }),
}
