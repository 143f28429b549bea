import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What was done with an incident: dispatches, refusals, rulings, extensions, deferrals, rework. Rows are only added. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'linkage_deed', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'incident_id').notNullable()
      key(table, 'target_id')
      key(table, 'kind', 20).notNullable()
      key(table, 'organ').comment('the organ that it is about')
      key(table, 'code', 20).comment('reason code of a refusal; kind of a deferral')
      table.text('text')
      key(table, 'by_id').notNullable()
      table.string('by_name', 191).notNullable()
      instant(table, 'at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'incident_id', 'at'], 'linkage_deed_incident')
      table.index(['tenant_id', 'kind', 'at'], 'linkage_deed_kind')
    }),
}
