import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** Kinds of post 岗位 that a user can hold in an organ; authorization calls them roles. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'post_kind', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('key such as window-clerk; second part of a candidate group')
      table.string('name', 64).notNullable().comment('label for people, e.g. 窗口受理')
      table.integer('sort').notNullable()
      table.primary(['tenant_id', 'id'])
    }),
}
