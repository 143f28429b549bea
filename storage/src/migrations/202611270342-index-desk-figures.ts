import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'

/** MariaDB: an index of that name is there already; none of that name is there. A migration that broke off leaves them so. */
const DUPLICATE_KEY_NAME = 1061
const NO_SUCH_KEY = 1091

/**
 * Open cases by their promised day, with their ids, for calendars of due dates; returns by their instant, and what somebody has done with
 * all that statistics need of it, so that a year of a unit is read from the index alone.
 */
export const migration: Migration = {
  async up(knex) {
    await once(knex, 'case_file', DUPLICATE_KEY_NAME, (table) => {
      table.index(['tenant_id', 'closed_at', 'promised_due_at', 'id'], 'case_file_promised')
    })
    await once(knex, 'case_return', DUPLICATE_KEY_NAME, (table) => {
      table.index(['tenant_id', 'sent_at'], 'case_return_sent')
    })
    await once(knex, 'case_event', DUPLICATE_KEY_NAME, (table) => {
      table.index(['tenant_id', 'actor_id', 'at', 'id', 'started_at', 'task_id', 'step_name'], 'case_event_done')
    })
    await once(knex, 'case_event', NO_SUCH_KEY, (table) => {
      table.dropIndex(['tenant_id', 'actor_id', 'at', 'id'], 'case_event_actor')
    })
  },
}

async function once(knex: Knex, table: string, done: number, change: (table: Knex.AlterTableBuilder) => void): Promise<void> {
  try {
    await knex.schema.alterTable(table, change)
  } catch (error) {
    if ((error as { errno?: number }).errno !== done) throw error
  }
}
