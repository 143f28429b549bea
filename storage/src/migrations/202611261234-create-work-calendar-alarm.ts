import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Years of which a tenant was told that their calendar is not official yet: once each. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'work_calendar_alarm', (table) => {
      key(table, 'tenant_id').notNullable()
      table.integer('year').notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'year'])
    }),
}
