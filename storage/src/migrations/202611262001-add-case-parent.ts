import type { Migration } from '../migrate.ts'
import { key } from './columns.ts'

/** The joint case 并联办件 that a case is a part of. */
export const migration: Migration = {
  up: async (knex) => {
    if (await knex.schema.hasColumn('case_file', 'parent_case_id')) return
    await knex.schema.alterTable('case_file', (table) => void key(table, 'parent_case_id').comment('null: it stands alone'))
  },
}
