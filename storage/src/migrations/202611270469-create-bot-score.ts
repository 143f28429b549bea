import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What each using unit scored of a month. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'bot_score', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'organ_id').notNullable()
      table.integer('score').notNullable().comment('thousandths of a point, 0 to 100000')
      table.text('reason')
      key(table, 'scored_by').notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'case_id', 'organ_id'])
    }),
}
