import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Steps that people did, folded from the supervision log: indicators by person. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervised_step', (table) => {
      key(table, 'tenant_id').notNullable()
      table.bigInteger('entry_seq').notNullable().comment('place in the log of the entry that tells of it')
      key(table, 'case_id').notNullable()
      key(table, 'element_id').notNullable()
      key(table, 'person_id').notNullable()
      table.string('person_name', 64)
      key(table, 'organ_id')
      key(table, 'matter_key')
      instant(table, 'opened_at')
      instant(table, 'due_at')
      instant(table, 'completed_at').notNullable()
      table.primary(['tenant_id', 'entry_seq'])
      table.index(['tenant_id', 'case_id', 'person_id'], 'supervised_step_case')
      table.index(['tenant_id', 'completed_at'], 'supervised_step_completed')
    }),
}
