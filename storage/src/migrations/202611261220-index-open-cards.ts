import type { Migration } from '../migrate.ts'

/** MariaDB: an index of that name is there already. */
const DUPLICATE_KEY_NAME = 1061

/** Cards that wait for their supervision case are looked for every two seconds, among all that were ever closed. */
export const migration: Migration = {
  async up(knex) {
    try {
      await knex.schema.alterTable('supervision_card', (table) => {
        table.index(['tenant_id', 'instance_id', 'state'], 'supervision_card_open')
      })
    } catch (error) {
      if ((error as { errno?: number }).errno !== DUPLICATE_KEY_NAME) throw error
    }
  },
}
