import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Who did which step of a case: separation of duties is judged from this, never from role settings. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_participant', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'element_id', 100).notNullable()
      key(table, 'user_id').notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'case_id', 'element_id', 'user_id'])
      table.index(['tenant_id', 'user_id', 'case_id'], 'case_participant_user')
    }),
}
