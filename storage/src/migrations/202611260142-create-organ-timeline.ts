import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** First day of what was always so. */
const FROM_EVER = '0001-01-01'

/**
 * Names and parents of organs by day, and who took over whose duties. `organ` itself holds what is valid today; these
 * tables know every day, past and planned.
 */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'organ_name', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'from_day', 10).notNullable().comment('first day of this name, YYYY-MM-DD; it ends where the next begins')
      table.string('name', 191).notNullable()
      table.string('short_name', 64).notNullable()
      table.primary(['tenant_id', 'organ_id', 'from_day'])
    })
    await createTable(knex, 'organ_parent', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'organ_id').notNullable()
      key(table, 'from_day', 10).notNullable()
      key(table, 'parent_id').comment('null for the heads of the tree')
      table.primary(['tenant_id', 'organ_id', 'from_day'])
    })
    await createTable(knex, 'organ_succession', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'from_id').notNullable().comment('the organ whose duties passed')
      key(table, 'to_id').notNullable()
      key(table, 'on_day', 10).notNullable().comment('first day of the new order')
      table.integer('heir').notNullable().comment('1: takes over open cases, matters and tasks; one of all successors')
      table.primary(['tenant_id', 'from_id', 'to_id'])
    })
    await createTable(knex, 'organ_change', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'kind', 16).notNullable().comment('create, rename, move, merge, split, close')
      key(table, 'organ_id').notNullable().comment('the organ that the change is told of')
      key(table, 'on_day', 10).notNullable().comment('first day on which it holds')
      key(table, 'state', 16).notNullable().comment('planned, done, cancelled')
      json(table, 'details').notNullable()
      table.text('reason').notNullable()
      key(table, 'created_by').notNullable()
      table.string('created_by_name', 64)
      instant(table, 'created_at').notNullable()
      instant(table, 'done_at').comment('when posts and tasks had gone over')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'state', 'on_day'], 'organ_change_due')
      table.index(['tenant_id', 'organ_id', 'on_day'], 'organ_change_organ')
    })
    if (await knex('organ_name').first()) return
    const organs: Record<string, string | null>[] = await knex('organ')
    for (const { tenant_id, id, name, short_name, parent_id, valid_from } of organs) {
      const from = { tenant_id, organ_id: id, from_day: valid_from ?? FROM_EVER }
      await knex('organ_name').insert({ ...from, name, short_name })
      await knex('organ_parent').insert({ ...from, parent_id })
    }
  },
}
