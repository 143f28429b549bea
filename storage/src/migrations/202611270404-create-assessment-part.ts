import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** 目标分解 of a target to quarters, organs within the unit, and persons. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assessment_part', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'indicator_id').notNullable()
      key(table, 'organ_id').notNullable()
      table.integer('no').notNullable()
      key(table, 'level', 16).notNullable().comment('quarter, organ or person')
      table.string('name', 100).notNullable()
      table.string('value', 32).notNullable()
      key(table, 'due', 10).notNullable()
      key(table, 'case_id').notNullable()
      table.primary(['tenant_id', 'indicator_id', 'organ_id', 'no'])
    }),
}
