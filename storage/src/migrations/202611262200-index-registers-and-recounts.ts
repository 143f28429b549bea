import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'

/** MariaDB: an index of that name is there already; none of that name is there. */
const DUPLICATE_KEY_NAME = 1061
const NO_SUCH_KEY = 1091

/** Registers are read in the order of instant, sequence and number; open cases counted by an older calendar are looked for often. */
export const migration: Migration = {
  async up(knex) {
    await once(knex, 'issued_number', DUPLICATE_KEY_NAME, (table) => {
      table.index(['tenant_id', 'kind', 'issued_at', 'sequence', 'number'], 'issued_number_place')
    })
    await once(knex, 'issued_number', NO_SUCH_KEY, (table) => {
      table.dropIndex(['tenant_id', 'kind', 'issued_at', 'number'], 'issued_number_time')
    })
    await once(knex, 'case_file', DUPLICATE_KEY_NAME, (table) => {
      table.index(['tenant_id', 'closed_at', 'calendar_version'], 'case_file_calendar')
    })
  },
}

/** A step of a migration that broke off may have been done. */
async function once(knex: Knex, table: string, done: number, change: (table: Knex.AlterTableBuilder) => void): Promise<void> {
  try {
    await knex.schema.alterTable(table, change)
  } catch (error) {
    if ((error as { errno?: number }).errno !== done) throw error
  }
}
