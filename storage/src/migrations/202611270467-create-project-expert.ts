import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Experts drawn by lot for a review, who stood aside, and what each concluded. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_expert', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      table.integer('round').notNullable().comment('a review that is repeated draws anew')
      key(table, 'user_id').notNullable()
      table.string('user_name', 191).notNullable()
      key(table, 'state', 10).notNullable().comment('drawn, aside 回避, done')
      key(table, 'conclusion', 20).comment('agree, amend, reject')
      instant(table, 'drawn_at').notNullable()
      instant(table, 'settled_at')
      table.primary(['tenant_id', 'case_id', 'round', 'user_id'])
    }),
}
