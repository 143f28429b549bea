import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'
import { instant, json } from './columns.ts'

/** What stopped or lengthened the clock of a case, and by which version of the calendar its due times were counted. */
export const migration: Migration = {
  up: async (knex) => {
    const columns: [string, (table: Knex.CreateTableBuilder) => void][] = [
      ['clock', (table) => void json(table, 'clock').comment('stops and extension; null: it runs as it began')],
      ['suspended_at', (table) => void instant(table, 'suspended_at').comment('since when the clock stands still; null: it runs')],
      ['calendar_version', (table) => void table.integer('calendar_version').notNullable().defaultTo(1)],
    ]
    for (const [name, add] of columns) if (!(await knex.schema.hasColumn('case_file', name))) await knex.schema.alterTable('case_file', add)
  },
}
