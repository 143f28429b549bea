import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** A report as it was made for one time of its schedule. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'report_run', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'report_id').notNullable()
      key(table, 'organ_id').comment('of the report, for lists')
      table.string('name', 100).notNullable().comment('of the report then')
      instant(table, 'slot').notNullable().comment('when it was to be made')
      instant(table, 'period_from').notNullable()
      instant(table, 'period_to').notNullable()
      key(table, 'state', 16).notNullable().comment('waiting, done, failed')
      table.integer('attempts').notNullable()
      instant(table, 'next_at').comment('when it is tried next; null unless waiting')
      instant(table, 'made_at')
      json(table, 'files').notNullable().comment('format, sha256, size')
      table.bigInteger('log_size').comment('of the supervision log it was computed at')
      key(table, 'log_root', 128)
      table.integer('told').comment('how many people')
      table.string('error', 500)
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'report_id', 'slot'], { indexName: 'report_run_slot' })
      table.index(['tenant_id', 'state', 'next_at'], 'report_run_due')
    }),
}
