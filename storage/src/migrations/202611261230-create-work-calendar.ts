import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Versions of a tenant's working calendar. Rows are only ever inserted: the newest counts, every case keeps the number of its own. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'work_calendar', (table) => {
      key(table, 'tenant_id').notNullable()
      table.integer('version').notNullable().comment('1, 2, …; the highest one counts')
      json(table, 'content').notNullable().comment('years, closures and office hours, see CalendarContent')
      table.string('source', 500).notNullable().comment('the notice or order it follows')
      table.string('reason', 500).notNullable().comment('why it was published')
      key(table, 'official_until', 10).notNullable().comment('last day of the official years')
      key(table, 'published_by')
      table.string('published_by_name', 100).notNullable()
      instant(table, 'published_at').notNullable()
      table.primary(['tenant_id', 'version'])
    }),
}
