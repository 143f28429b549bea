import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Supervision rules 监察规则, every version that was ever proposed. A row is decided once and never deleted. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_rule', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'rule_id', 16).notNullable().comment('as in the rule library: T1, P2, …')
      table.integer('version').notNullable()
      key(table, 'state', 16).notNullable().comment('proposed, active, rejected, replaced')
      json(table, 'definition').notNullable()
      table.string('reason', 500).notNullable()
      key(table, 'proposed_by').notNullable()
      table.string('proposed_by_name', 64).notNullable()
      instant(table, 'proposed_at').notNullable()
      key(table, 'decided_by').comment('the second person')
      table.string('decided_by_name', 64)
      instant(table, 'decided_at')
      table.primary(['tenant_id', 'rule_id', 'version'])
    }),
}
