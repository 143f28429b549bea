import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The history of each instance: what happened, in order. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'engine_event', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'instance_id').notNullable()
      table.bigInteger('seq').notNullable().comment('from 0 within the instance, without gaps')
      key(table, 'type', 40).notNullable()
      instant(table, 'at').notNullable()
      json(table, 'payload').notNullable().comment('the whole event')
      table.primary(['tenant_id', 'instance_id', 'seq'])
    }),
}
