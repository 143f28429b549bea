import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Cases 办件: what lists, lamps and desks need, beside the engine's instance. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_file', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('business key of the instance')
      key(table, 'case_no').notNullable().comment('办件编号, shown to people')
      key(table, 'instance_id').notNullable()
      key(table, 'matter_key').notNullable()
      table.integer('matter_version').notNullable()
      table.string('matter_name', 191).notNullable()
      key(table, 'organ_id').notNullable()
      table.string('organ_name', 191).notNullable()
      key(table, 'applicant_id').notNullable().comment('user who handed it in')
      table.string('applicant_name', 191).notNullable().comment('name of the applying person or business')
      json(table, 'form').notNullable().comment('values of the application form')
      key(table, 'status', 20).notNullable().comment('submitted, supplementing, accepted, granted, refused, not-accepted, closed')
      table.string('step_name', 191).comment('where it stands, for people; null when closed')
      instant(table, 'submitted_at').notNullable()
      instant(table, 'received_at').notNullable().comment('the intake limit counts from here: submission, or the supplement')
      instant(table, 'accepted_at').comment('both time limits count from here')
      table.boolean('deemed_accepted').notNullable().defaultTo(false).comment('the intake limit passed in silence, 行政许可法 第32条')
      instant(table, 'decided_at').comment('both time limits stop here')
      instant(table, 'closed_at')
      instant(table, 'intake_due_at').notNullable()
      instant(table, 'promised_due_at')
      instant(table, 'statutory_due_at')
      instant(table, 'delivery_due_at')
      instant(table, 'warn_at').comment('lamp 预警 from here; of whichever limit is running')
      key(table, 'card', 10).comment('worst supervision card so far: yellow, red')
      json(table, 'supplement').comment('补正: what is missing, when notified, when it came')
      json(table, 'decision').comment('the decision with its numbers and validity')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'case_no'], { indexName: 'case_file_number' })
      table.index(['tenant_id', 'applicant_id', 'id'], 'case_file_applicant')
      table.index(['tenant_id', 'organ_id', 'id'], 'case_file_organ')
      table.index(['tenant_id', 'closed_at', 'id'], 'case_file_open')
    }),
}
