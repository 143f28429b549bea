import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What the engine does by itself: when, and what became of it. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'job', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('of an instance: id of the subscription or of the incident')
      key(table, 'kind', 24).notNullable()
      key(table, 'instance_id').comment('null: it belongs to a definition or to nobody')
      key(table, 'definition_id', 191)
      key(table, 'definition_key', 191)
      key(table, 'job_definition_id')
      key(table, 'token_id')
      key(table, 'element_id', 191)
      instant(table, 'due_at').comment('null: at once')
      instant(table, 'created_at').notNullable()
      instant(table, 'available_at').comment('when an engine may take it: due, or the end of a lease or of a back-off; null: nobody may')
      key(table, 'lease_owner').comment('the engine process that took it last')
      table.integer('priority').notNullable()
      table.specificType('exclusive', 'smallint').notNullable()
      table.integer('retries').notNullable().comment('attempts left; 0: failed for good')
      table.specificType('suspended', 'smallint').notNullable()
      json(table, 'error_message')
      json(table, 'error_details')
      json(table, 'payload').comment('what a job needs that belongs to no instance')
      table.primary(['tenant_id', 'id'])
      table.index(['available_at'], 'job_available')
      table.index(['tenant_id', 'instance_id'], 'job_instance')
      table.index(['tenant_id', 'definition_id'], 'job_process_definition')
      table.index(['tenant_id', 'job_definition_id'], 'job_job_definition')
    })
    await createTable(knex, 'job_definition', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('hash of definition, element and type, so that a job knows it without asking')
      key(table, 'definition_id', 191).notNullable()
      key(table, 'definition_key', 191).notNullable()
      key(table, 'element_id', 191).notNullable()
      key(table, 'job_type', 40).notNullable().comment('e.g. async-continuation, timer-transition')
      table.text('configuration').comment('e.g. async-before, DURATION: PT1H')
      table.integer('priority').comment('overrides what the model says for new jobs')
      table.specificType('suspended', 'smallint').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'definition_id'], 'job_definition_definition')
      table.index(['tenant_id', 'definition_key'], 'job_definition_key')
    })
  },
}
