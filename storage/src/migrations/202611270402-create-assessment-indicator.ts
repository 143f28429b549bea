import type { Migration } from '../migrate.ts'
import { createTable, json, key } from './columns.ts'

/** 考核指标: nothing of it changes after the year has started. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_indicator', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'frame_id').notNullable()
      table.integer('no').notNullable()
      table.string('name', 200).notNullable()
      table.text('definition').notNullable()
      table.string('measure', 50).notNullable()
      key(table, 'source', 16).notNullable().comment('reported, group, supervision, rating or milestone')
      table.integer('weight').notNullable().comment('thousandths of a point')
      json(table, 'rule').notNullable()
      key(table, 'owner').notNullable()
      table.string('data_source', 200).notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'frame_id'])
    }),
}
