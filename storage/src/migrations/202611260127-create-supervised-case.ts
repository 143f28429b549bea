import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** What the indicators count, folded from the supervision log and from nothing else. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervised_case', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'case_no')
      key(table, 'matter_key')
      table.string('matter_name', 191)
      key(table, 'organ_id')
      key(table, 'channel', 20)
      instant(table, 'submitted_at')
      instant(table, 'accepted_at')
      instant(table, 'decided_at')
      instant(table, 'closed_at')
      key(table, 'result', 20).comment('granted, refused, not-accepted, lapsed, returned, voided, deleted, closed')
      table.integer('promised_days')
      table.integer('statutory_days')
      table.integer('used_days').comment('workdays of the limit used at the decision')
      table.boolean('on_time').comment('decided within the promise; null until decided')
      table.integer('supplements').notNullable().defaultTo(0)
      table.integer('specials').notNullable().defaultTo(0)
      table.integer('extensions').notNullable().defaultTo(0)
      table.integer('materials').notNullable().defaultTo(0)
      table.integer('materials_reused').notNullable().defaultTo(0)
      table.integer('complaints').notNullable().defaultTo(0)
      table.integer('rating').comment('1 to 5, of the last rating')
      table.boolean('revisited').comment('a poor rating was followed up; null if there was none')
      table.primary(['tenant_id', 'case_id'])
      table.index(['tenant_id', 'case_no'], 'supervised_case_number')
      table.index(['tenant_id', 'submitted_at'], 'supervised_case_submitted')
      table.index(['tenant_id', 'closed_at'], 'supervised_case_closed')
    }),
}
