import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Matters 事项: one row per published version; a version is never edited, a case keeps the one it was handed in under. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'matter', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'key').notNullable()
      table.integer('version').notNullable().comment('1, 2, … per tenant and key')
      table.string('name', 191).notNullable()
      key(table, 'organ_id').notNullable().comment('the organ that decides 实施主体')
      key(table, 'package_key').notNullable().comment('county system, e.g. c3')
      json(table, 'definition').notNullable().comment('manifest entry, form schemas and element names of this version')
      key(table, 'content_hash').notNullable().comment('SHA-256 of the definition and its model: same content, no new version')
      key(table, 'definition_id', 191).notNullable().comment('process definition in the engine')
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'key', 'version'])
    }),
}
