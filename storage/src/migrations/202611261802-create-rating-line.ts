import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The time line of a follow-up: one row for every deed. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'rating_line', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'rating_id').notNullable()
      key(table, 'id').notNullable().comment('sortable: order of writing')
      instant(table, 'at').notNullable()
      key(table, 'verb', 20).notNullable()
      key(table, 'actor_id')
      table.string('actor_name', 64)
      table.text('text').comment('for everyone who may read the follow-up, the rated organ included')
      table.text('note').comment('what could tell who rated: not for the rated organ')
      json(table, 'data')
      table.primary(['tenant_id', 'rating_id', 'id'])
    }),
}
