import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Ratings of the service 好差评: one for each contact of a case, with one comment more. Who rated stands in no column. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'rating', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('random: it must not tell the instant, by which a rater could be found')
      key(table, 'case_id').notNullable()
      key(table, 'contact', 20).notNullable().comment('closing, supplement')
      key(table, 'organ_id').notNullable().comment('the rated organ')
      key(table, 'matter_key').notNullable()
      table.string('matter_name', 191).notNullable()
      table.integer('grade').notNullable().comment('5 非常满意 to 1 非常不满意, as it was given; never changed')
      table.integer('counted_grade').notNullable().comment('as it counts: another one only after a review')
      table.boolean('counted').notNullable().defaultTo(true).comment('false: found malicious, erroneous or unfounded by a review')
      json(table, 'tags').notNullable()
      table.text('text')
      key(table, 'channel', 10).notNullable().comment('web, code, window, phone')
      key(table, 'recorded_by').comment('who wrote down what was said on the telephone')
      instant(table, 'given_at').notNullable()
      key(table, 'given_on', 10).notNullable().comment('day, YYYY-MM-DD')
      table.text('comment').comment('追评')
      instant(table, 'comment_at')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'case_id', 'contact'], { indexName: 'rating_contact' })
      table.index(['tenant_id', 'given_on', 'id'], 'rating_day')
      table.index(['tenant_id', 'organ_id', 'given_on', 'id'], 'rating_organ')
    }),
}
