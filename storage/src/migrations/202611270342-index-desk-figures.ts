import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'

/** MariaDB: an index of that name is there already, as a migration that broke off leaves it. */
const DUPLICATE_KEY_NAME = 1061

/** Open cases by their promised day, for calendars of due dates; returns by their instant, for a clerk's own statistics. */
export const migration: Migration = {
  async up(knex) {
    await index(knex, 'case_file', ['tenant_id', 'closed_at', 'promised_due_at'], 'case_file_promised')
    await index(knex, 'case_return', ['tenant_id', 'sent_at'], 'case_return_sent')
  },
}

async function index(knex: Knex, table: string, columns: string[], name: string): Promise<void> {
  try {
    await knex.schema.alterTable(table, (builder) => builder.index(columns, name))
  } catch (error) {
    if ((error as { errno?: number }).errno !== DUPLICATE_KEY_NAME) throw error
  }
}
