import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What a person has typed and not handed in 草稿, sealed: only his own session opens it. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'draft', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'kind', 16).notNullable().comment('task, matter, supplement')
      key(table, 'about', 191).notNullable().comment('task, matter or case that it is of')
      json(table, 'sealed').notNullable().comment('title and content, encrypted')
      table.integer('version').notNullable().comment('grows with every save')
      instant(table, 'saved_at').notNullable()
      table.primary(['tenant_id', 'user_id', 'kind', 'about'])
      table.index(['tenant_id', 'kind', 'about'], 'draft_about')
      table.index(['tenant_id', 'saved_at'], 'draft_age')
    }),
}
