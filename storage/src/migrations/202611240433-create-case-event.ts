import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The time line of a case: one row per hop, in words for people. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_event', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'id').notNullable().comment('sortable')
      instant(table, 'at').notNullable()
      key(table, 'type', 40)
        .notNullable()
        .comment('submitted, task-completed, supplemented, document-issued, deemed-accepted, card, incident, closed …')
      key(table, 'element_id', 100)
      key(table, 'task_id').comment('the user task that was completed')
      table.string('step_name', 191).notNullable()
      key(table, 'action', 64).comment('key of the action chosen')
      table.string('action_text', 191).notNullable()
      key(table, 'actor_id').comment('null: the system')
      table.string('actor_name', 191)
      table.string('on_behalf_of', 191).comment('name of the person acted for')
      table.text('opinion')
      instant(table, 'started_at').comment('when the hop began; with `at` its duration')
      key(table, 'lamp', 12)
      json(table, 'data').comment('values of the step form and extra fields, as recorded')
      table.primary(['tenant_id', 'case_id', 'id'])
      table.unique(['tenant_id', 'task_id'], { indexName: 'case_event_task' })
      table.index(['tenant_id', 'actor_id', 'at', 'id'], 'case_event_actor')
    }),
}
