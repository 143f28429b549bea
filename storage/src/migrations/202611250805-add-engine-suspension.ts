import type { Migration } from '../migrate.ts'

/** External tasks of a suspended instance are not given out; what an incident does when it is retried. */
export const migration: Migration = {
  async up(knex) {
    if (!(await knex.schema.hasColumn('external_task', 'suspended'))) {
      await knex.schema.alterTable('external_task', (table) => {
        table.specificType('suspended', 'smallint').notNullable().defaultTo(0)
      })
    }
    if (!(await knex.schema.hasColumn('incident', 'phase'))) {
      await knex.schema.alterTable('incident', (table) => {
        table.string('phase', 16).notNullable().defaultTo('enter').comment('where the token stood: enter, work, call, leave')
        table.text('annotation').comment('what an administrator noted')
      })
    }
  },
}
