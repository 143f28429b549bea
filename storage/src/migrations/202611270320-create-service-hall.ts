import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Halls 政务服务大厅 where people take a number and are called to a window. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'service_hall', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'organ_id').notNullable().comment('organ that runs the hall; its window clerks are the comprehensive window 综合窗口')
      table.string('name', 100).notNullable()
      json(table, 'settings').notNullable().comment('classes of business, windows, order of calling, card reader')
      table.integer('version').notNullable().comment('grows with every change of the settings')
      table.bigInteger('turn').notNullable().defaultTo(0).comment('grows with every call: two windows that call at once follow each other')
      instant(table, 'changed_at').notNullable()
      table.primary(['tenant_id', 'id'])
    }),
}
