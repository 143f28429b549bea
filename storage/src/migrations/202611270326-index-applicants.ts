import type { Migration } from '../migrate.ts'

/** MariaDB: an index of that name is there already, of a migration that broke off. */
const DUPLICATE_KEY_NAME = 1061

/** Applicants are found by their number at a window, and by the telephone that they give when they take a number. */
export const migration: Migration = {
  async up(knex) {
    for (const column of ['citizen_id', 'phone'])
      await knex.schema
        .alterTable('user', (table) => void table.index(['tenant_id', column], `user_${column}`))
        .catch((error: unknown) => {
          if ((error as { errno?: number }).errno !== DUPLICATE_KEY_NAME) throw error
        })
  },
}
