import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Cases that a window clerk entered for an applicant 窗口代办: by whom, and who stood for the applicant. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'assisted_case', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'applicant_kind', 16).notNullable().comment('person, organisation')
      key(table, 'applicant_number', 18).notNullable()
      json(table, 'proxy').comment('{name, idNumber}: who acts for the applicant 代理人; null: he came himself')
      key(table, 'entered_by').notNullable()
      table.string('entered_name', 64).notNullable()
      instant(table, 'entered_at').notNullable()
      key(table, 'ticket_id').comment('number 排队号 that he was called by')
      table.primary(['tenant_id', 'case_id'])
      table.index(['tenant_id', 'entered_by', 'entered_at'], 'assisted_case_clerk')
    }),
}
