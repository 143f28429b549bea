import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What is to be reached in an incident 处置目标, by which organ and until when: each with a clock of its own. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linkage_target', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'incident_id').notNullable()
      table.integer('round').notNullable().comment('1: first disposal; more: rework or reopening')
      table.integer('seq').notNullable()
      table.string('name', 100).notNullable()
      key(table, 'organ').notNullable()
      key(table, 'role', 10).notNullable().comment('lead, coop')
      table.integer('n').notNullable()
      key(table, 'unit', 16).notNullable()
      table.integer('extended').comment('of the same unit; null: not extended')
      instant(table, 'from_at').notNullable()
      instant(table, 'due_at').notNullable()
      instant(table, 'done_at')
      instant(table, 'deferred_at').comment('缓办、挂账 since; null: runs')
      key(table, 'state', 12).notNullable().comment('open, done, deferred, canceled')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'incident_id', 'round', 'seq'], 'linkage_target_incident')
      table.index(['tenant_id', 'state', 'deferred_at'], 'linkage_target_state')
    }),
}
