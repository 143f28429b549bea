import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What belongs to a joint case 并联办件: one row for each matter that its theme needs, before there is a case of it and after. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'joint_child', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'parent_id').notNullable().comment('the case of the theme')
      key(table, 'matter_key').notNullable()
      table.integer('matter_version').notNullable().comment('in force when the parent was handed in')
      table.integer('position').notNullable()
      key(table, 'state', 16).notNullable().comment('planned, waiting, started, decided, delivered, stopped, ended')
      table.boolean('is_open').notNullable().comment('something is still to be done for it')
      key(table, 'case_id').comment('the child case, from its start on')
      key(table, 'result', 20).comment('status of the child case when it was decided or ended')
      table.string('reason', 500).comment('why it was not started, or what keeps it from starting')
      instant(table, 'started_at')
      instant(table, 'settled_at').comment('decided, or known not to be')
      table.primary(['tenant_id', 'parent_id', 'matter_key'])
      table.index(['tenant_id', 'case_id'], 'joint_child_case')
      table.index(['tenant_id', 'is_open', 'parent_id'], 'joint_child_open')
    }),
}
