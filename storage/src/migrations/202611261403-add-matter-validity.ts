import type { Migration } from '../migrate.ts'
import { key } from './columns.ts'

/** From when to when a published version takes new cases. What was published before this is in force since then. */
export const migration: Migration = {
  async up(knex) {
    if (await knex.schema.hasColumn('matter', 'valid_from')) return
    await knex.schema.alterTable('matter', (table) => {
      key(table, 'valid_from', 10).comment('first day; null: since it was published')
      key(table, 'valid_until', 10).comment('last day; null: without end')
    })
  },
}
