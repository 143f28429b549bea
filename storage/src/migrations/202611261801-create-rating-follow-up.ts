import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** The follow-up 差评整改 of a poor rating, as its process stands. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'rating_follow_up', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'rating_id').notNullable()
      key(table, 'organ_id').notNullable().comment('the rated organ')
      key(table, 'desk_organ_id').comment('the organ that contacts and revisits, never the rated one; null: nobody holds the post')
      key(table, 'instance_id').comment('its process')
      key(table, 'state', 10).notNullable().comment('contact, rectify, review, revisit, closed')
      instant(table, 'due_at').comment('end of the limit of the step')
      table.boolean('overdue').notNullable().defaultTo(false).comment('the limit of this step has passed')
      table.integer('rounds').notNullable().defaultTo(0).comment('how often it was sent to the organ to put right')
      table.boolean('complex').notNullable().defaultTo(false).comment('the longer limit to put it right')
      table.boolean('appealed').notNullable().defaultTo(false)
      key(table, 'review_of', 10).comment('unfounded, mistaken, appeal')
      table.integer('proposed_grade').comment('what the rater says he meant')
      key(table, 'verified_by').comment('who contacted the rater: another person reviews')
      key(table, 'outcome', 12).comment('rectified, unresolved, dismissed, regraded, ended')
      instant(table, 'opened_at').notNullable()
      instant(table, 'closed_at')
      table.primary(['tenant_id', 'rating_id'])
      table.index(['tenant_id', 'state', 'due_at'], 'rating_follow_up_state')
    }),
}
