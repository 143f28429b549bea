import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Who holds which post in which organ, from when until when. Rows end, they are not deleted. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'user_post', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'post').notNullable()
      instant(table, 'held_from').notNullable()
      instant(table, 'held_until').comment('first instant at which the post is no longer held; null = open')
      table.primary(['tenant_id', 'user_id', 'organ_id', 'post', 'held_from'])
      table.index(['tenant_id', 'organ_id', 'post', 'user_id'], 'user_post_holders')
    }),
}
