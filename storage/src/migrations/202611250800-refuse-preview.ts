import type { Migration } from '../migrate.ts'

/**
 * Before the first release the engine's tables and its instances' state were changed without a way from the old to the
 * new. Whoever has rows of then is told, so that nobody's old state is misread.
 */
export const migration: Migration = {
  async up(knex) {
    for (const table of ['process_instance', 'deployment']) {
      if ((await knex.schema.hasTable(table)) && (await knex(table).first('id'))) {
        throw new Error(
          'this database was written by a preview of Lianban and cannot be read any more; delete ./data (or the database that DATABASE_URL names) and start again',
        )
      }
    }
  },
}
