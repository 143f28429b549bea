import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Which attachment proves which material of a case. Rounds are kept: what a supplement replaced stays on record. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_material', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      table.integer('round').notNullable().comment('0 with the application, 1 with the supplement')
      key(table, 'material_key').notNullable()
      table.integer('position').notNullable()
      key(table, 'file_id').notNullable()
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'case_id', 'round', 'material_key', 'position'])
    }),
}
