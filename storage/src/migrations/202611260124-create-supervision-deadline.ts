import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Timed rules that wait for their instant. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_deadline', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'rule_id', 16).notNullable()
      key(table, 'subject', 191).notNullable()
      key(table, 'occasion', 100).notNullable().comment('tells two deadlines of one rule and subject apart')
      instant(table, 'due_at').notNullable()
      json(table, 'event').notNullable().comment('the entry that set it')
      table.primary(['tenant_id', 'rule_id', 'subject', 'occasion'])
      table.index(['tenant_id', 'due_at'], 'supervision_deadline_due')
    }),
}
