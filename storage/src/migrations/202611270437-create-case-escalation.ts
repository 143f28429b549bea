import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Escalations 升级督办 of open steps that have not come due yet; what is told or no longer needed is deleted. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_escalation', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'task_id').notNullable()
      table.integer('percent').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'element_id').notNullable()
      table.string('step_name', 191).notNullable()
      key(table, 'organ_id').comment('that has the task')
      json(table, 'rule').notNullable()
      instant(table, 'due_at').notNullable().comment('when it is told')
      table.primary(['tenant_id', 'task_id', 'percent'])
      table.index(['tenant_id', 'due_at'], 'case_escalation_due')
    }),
}
