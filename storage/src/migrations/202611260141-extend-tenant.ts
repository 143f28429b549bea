import type { Migration } from '../migrate.ts'
import { instant } from './columns.ts'

/** A tenant can be closed; and each has a part of the object store to itself. */
export const migration: Migration = {
  async up(knex) {
    const has = (column: string) => knex.schema.hasColumn('tenant', column)
    if (!(await has('disabled_at')))
      await knex.schema.alterTable('tenant', (table) => {
        instant(table, 'disabled_at').comment('nobody gets in from then on; its clocks and its log go on')
      })
    if (await has('objects_at_root')) return
    await knex.schema.alterTable('tenant', (table) => {
      table
        .integer('objects_at_root')
        .notNullable()
        .defaultTo(0)
        .comment('1: its older objects lie outside of its own part of the object store')
    })
    await knex('tenant').update({ objects_at_root: 1 })
  },
}
