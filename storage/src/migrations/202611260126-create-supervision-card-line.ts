import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The time line of a card: one row for every deed. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_card_line', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'card_id').notNullable()
      key(table, 'id').notNullable().comment('sortable: order of writing')
      instant(table, 'at').notNullable()
      key(table, 'verb', 20).notNullable()
      key(table, 'actor_id')
      table.string('actor_name', 64)
      table.text('text')
      json(table, 'data')
      table.primary(['tenant_id', 'card_id', 'id'])
    }),
}
