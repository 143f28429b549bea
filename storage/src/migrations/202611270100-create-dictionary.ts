import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** 数据字典: code lists of the county, from which forms take options. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'dictionary', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'key').notNullable()
      table.string('name', 100).notNullable()
      json(table, 'entries').notNullable()
      table.integer('version').notNullable().comment('counts up with every change')
      instant(table, 'changed_at').notNullable()
      key(table, 'changed_by').notNullable()
      table.string('changed_by_name', 100).notNullable()
      table.primary(['tenant_id', 'key'])
    }),
}
