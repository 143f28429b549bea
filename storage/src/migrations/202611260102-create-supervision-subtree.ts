import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** Roots of full subtrees, inserted when they are full, so that a proof over millions reads a few dozen short rows. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_subtree', (table) => {
      key(table, 'tenant_id').notNullable()
      table.integer('level').notNullable().comment('n of 16^n leaves; from 1')
      table.bigInteger('position').notNullable().comment('it holds the leaves from position · 16^level on')
      key(table, 'root').notNullable().comment('hex')
      table.primary(['tenant_id', 'level', 'position'])
    }),
}
