import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Saved filters of the inbox, its tabs: one ordered list for each person, and one for each organ. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'inbox_view_list', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'owner_kind', 8).notNullable().comment('user, organ')
      key(table, 'owner_id').notNullable()
      json(table, 'items').notNullable().comment('[{name, choice}], in the order of the tabs')
      table.integer('version').notNullable().comment('grows with every change; whoever changes an older one is told')
      instant(table, 'changed_at').notNullable()
      key(table, 'changed_by').notNullable()
      table.primary(['tenant_id', 'owner_kind', 'owner_id'])
    }),
}
