import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** Organs 单位: a tree with validity and succession, so that an old case keeps the name of its day. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'organ', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('readable key such as scjg; stands in candidate groups and models')
      table.string('name', 191).notNullable().comment('full official name, printed on documents')
      table.string('short_name', 64).notNullable()
      key(table, 'kind', 16).notNullable().comment('party, government, department, institution, town, zone, external, court, group')
      key(table, 'parent_id').comment('null for the heads of the tree')
      key(table, 'valid_from', 10).comment('first day, YYYY-MM-DD; null = from ever')
      key(table, 'valid_until', 10).comment('last day, YYYY-MM-DD; null = still valid')
      key(table, 'successor_id').comment('organ that took over the duties after valid_until')
      table.integer('sort').notNullable().comment('order in lists')
      table.primary(['tenant_id', 'id'])
    }),
}
