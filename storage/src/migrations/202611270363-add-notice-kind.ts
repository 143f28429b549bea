import type { Migration } from '../migrate.ts'
import { key } from './columns.ts'

/** What a notice is about, of a closed catalogue; older ones are of no particular kind. */
export const migration: Migration = {
  up: async (knex) => {
    if (await knex.schema.hasColumn('notice', 'kind')) return
    await knex.schema.alterTable('notice', (table) => {
      key(table, 'kind', 32).notNullable().defaultTo('general')
    })
  },
}
