import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'
import { instant, key } from './columns.ts'

const COLUMNS: Record<string, (table: Knex.CreateTableBuilder) => void> = {
  idle_ms: (table) => instant(table, 'idle_ms').notNullable().defaultTo(1_800_000).comment('unused for so many milliseconds, it ends'),
  user_agent: (table) => void table.string('user_agent', 191),
  method: (table) => key(table, 'method', 16).notNullable().defaultTo('password').comment('password, oidc: how the person logged in'),
  ended_at: (table) => instant(table, 'ended_at').comment('ended before its time; kept so that its browser can be told why'),
  end_reason: (table) =>
    key(table, 'end_reason', 32).comment(
      'replaced, password-changed, password-reset, disabled, no-post, ended-by-owner, second-factor-reset',
    ),
}

/** Idle time by post, what the owner sees of his sessions, and why one ended. */
export const migration: Migration = {
  async up(knex) {
    for (const [name, build] of Object.entries(COLUMNS))
      if (!(await knex.schema.hasColumn('session', name))) await knex.schema.alterTable('session', (table) => void build(table))
  },
}
