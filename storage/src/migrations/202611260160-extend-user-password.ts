import type { Migration } from '../migrate.ts'
import { instant } from './columns.ts'

/** How long a one-time password serves, and which accounts belong to the sample county and keep the password they came with. */
export const migration: Migration = {
  async up(knex) {
    const has = (column: string) => knex.schema.hasColumn('user', column)
    if (!(await has('one_time_until')))
      await knex.schema.alterTable('user', (table) => {
        instant(table, 'one_time_until').comment('the password is for one login before this instant; null = it was chosen by its owner')
      })
    if (!(await has('is_demo')))
      await knex.schema.alterTable('user', (table) => {
        table.integer('is_demo').notNullable().defaultTo(0).comment('1: account of the sample county, whose password does not expire')
      })
  },
}
