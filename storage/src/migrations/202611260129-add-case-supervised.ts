import type { Migration } from '../migrate.ts'

/** Lamp 督办中: how many cards of the case are under supervision now. */
export const migration: Migration = {
  up: async (knex) => {
    if (await knex.schema.hasColumn('case_file', 'urged_cards')) return
    await knex.schema.alterTable('case_file', (table) => {
      table.integer('urged_cards').notNullable().defaultTo(0).comment('cards of the case that are 督办中')
    })
  },
}
