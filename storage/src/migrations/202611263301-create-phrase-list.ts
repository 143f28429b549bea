import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Phrases for opinions 常用语: one ordered list for each person, and one for each organ. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'phrase_list', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'owner_kind', 8).notNullable().comment('user, organ')
      key(table, 'owner_id').notNullable()
      json(table, 'items').notNullable().comment('[{text, kind}], in the order of the person')
      table.integer('version').notNullable().comment('grows with every change; whoever changes an older one is told')
      instant(table, 'changed_at').notNullable()
      key(table, 'changed_by').notNullable()
      table.primary(['tenant_id', 'owner_kind', 'owner_id'])
    }),
}
