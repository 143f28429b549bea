import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Changes of policies: proposed by one person, decided by another; and what every version changed. */
export const migration: Migration = {
  up: async (knex) => {
    await createTable(knex, 'policy_change', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'status', 16).notNullable().comment('proposed, confirmed, rejected, withdrawn')
      json(table, 'change').notNullable().comment('{ put: Policy[], remove: id[] }')
      json(table, 'before').notNullable().comment('the rules touched as they stood at the proposal: id → Policy or null')
      table.string('reason', 500).notNullable()
      key(table, 'proposed_by').notNullable()
      instant(table, 'proposed_at').notNullable()
      key(table, 'decided_by')
      instant(table, 'decided_at')
      table.string('decision_note', 500)
      table.integer('version').comment('version of the policies that it made')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'status', 'id'], 'policy_change_status')
    })
    await createTable(knex, 'policy_history', (table) => {
      key(table, 'tenant_id').notNullable()
      table.integer('version').notNullable()
      key(table, 'rule_id').notNullable()
      json(table, 'before').comment('the rule before this version; null = it was not there')
      json(table, 'after').comment('the rule from this version on; null = removed')
      key(table, 'change_id').comment('the proposal; null = shipped or provisioned by the system')
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'version', 'rule_id'])
      table.index(['tenant_id', 'rule_id', 'version'], 'policy_history_rule')
    })
  },
}
