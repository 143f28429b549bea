import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Grid incidents 大联动案件, one for each case of that matter; its id is the case's. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linkage_incident', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('id of the case')
      key(table, 'incident_no').notNullable().comment('number of the case')
      key(table, 'source', 20).notNullable().comment('grid, public, hotline')
      key(table, 'state', 20).notNullable()
      key(table, 'category', 16).notNullable()
      table.integer('category_version').notNullable()
      key(table, 'severity', 10).notNullable()
      table.double('longitude').notNullable().comment('degrees, WGS-84')
      table.double('latitude').notNullable().comment('degrees, WGS-84')
      table.string('place', 200).notNullable()
      table.string('summary', 200).notNullable()
      key(table, 'town').notNullable().comment('organ of the town or zone')
      key(table, 'grid', 32).notNullable()
      key(table, 'reporter_id').notNullable()
      key(table, 'duplicate_of').comment('id of the incident that it was linked to')
      key(table, 'lead')
      table.boolean('forced').notNullable().defaultTo(false)
      instant(table, 'reported_at').notNullable()
      instant(table, 'filed_at')
      instant(table, 'dispatched_at').comment('first dispatch: all limits count from here')
      instant(table, 'due_at').comment('latest due time of its targets')
      instant(table, 'closed_at')
      table.integer('redispatches').notNullable().defaultTo(0)
      table.integer('reworks').notNullable().defaultTo(0)
      table.integer('reopenings').notNullable().defaultTo(0)
      table.integer('grade').comment('1 to 5, by the reporter')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'state', 'reported_at', 'id'], 'linkage_incident_state')
      table.index(['tenant_id', 'reported_at', 'id'], 'linkage_incident_reported')
      table.index(['tenant_id', 'category', 'latitude', 'longitude'], 'linkage_incident_place')
    }),
}
