import type { Migration } from '../migrate.ts'
import { key } from './columns.ts'

/** From when a month must be paid, and what was added because it was paid late. */
export const migration: Migration = {
  up: async (knex) => {
    if (await knex.schema.hasColumn('bot_month', 'interest_fen')) return
    await knex.schema.alterTable('bot_month', (table) => {
      key(table, 'accepted_on', 10).comment('day on which its scores were collected, YYYY-MM-DD')
      table.bigInteger('interest_fen').notNullable().defaultTo(0)
    })
  },
}
