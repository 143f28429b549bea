import type { Migration } from '../migrate.ts'
import { json } from './columns.ts'

/** What a hearing 听证 of a case has come to. */
export const migration: Migration = {
  up: async (knex) => {
    if (await knex.schema.hasColumn('case_file', 'hearing')) return
    await knex.schema.alterTable(
      'case_file',
      (table) => void json(table, 'hearing').comment('from the telling of the right to the minutes'),
    )
  },
}
