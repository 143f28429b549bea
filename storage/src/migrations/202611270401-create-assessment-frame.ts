import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** 年度考核方案 of one family of targets. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_frame', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      table.integer('year').notNullable()
      key(table, 'family', 16).notNullable()
      table.string('name', 200).notNullable()
      table.integer('base').notNullable().comment('thousandths of a point that all weights add up to')
      table.integer('report_day').notNullable().comment('day of the following month until which a progress report is in time')
      key(table, 'adjust_from', 10).notNullable()
      key(table, 'adjust_until', 10).notNullable().comment('last day on which a change is handed in')
      key(table, 'tie', 8).notNullable()
      key(table, 'missing', 8).notNullable()
      table.integer('excellent_percent').notNullable()
      table.integer('plus_cap').notNullable().comment('of all added points, thousandths')
      json(table, 'units').notNullable().comment('ids of the organs that are assessed')
      json(table, 'owners').notNullable().comment('ids of the organs that own indicators')
      key(table, 'status', 16).notNullable().comment('drafting, started or closed')
      key(table, 'case_id').notNullable()
      instant(table, 'created_at').notNullable()
      instant(table, 'started_at')
      table.primary(['tenant_id', 'id'])
    }),
}
