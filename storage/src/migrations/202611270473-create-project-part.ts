import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What the stages of a construction project 工程建设项目审批 consist of: each organ's part with what it came to. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project_part', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'project_id').notNullable()
      key(table, 'part', 40).notNullable()
      key(table, 'stage', 30).notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'state', 10).notNullable().comment('planned, reused 区域评估, open, passed, rectify, refused')
      table.string('number', 100).comment('of the permit or opinion with which it passed')
      key(table, 'case_id').comment('the case of the stage that has it, or had it last')
      instant(table, 'decided_at')
      table.primary(['tenant_id', 'project_id', 'part'])
      table.index(['tenant_id', 'case_id'], 'project_part_of_case')
    }),
}
