import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Applicants whose account was made at a window: natural persons and organisations, by the number that identifies them. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'registered_applicant', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'user_id').notNullable()
      key(table, 'kind', 16).notNullable().comment('person, organisation')
      key(table, 'number', 18).notNullable().comment('citizen id number, GB 11643, or unified social credit code, GB 32100')
      table.string('organisation_name', 100).comment('the account itself has 64 characters of it')
      table.string('legal_person', 64).comment('organisations: legal representative 法定代表人（负责人）')
      key(table, 'registered_by').notNullable()
      instant(table, 'registered_at').notNullable()
      table.primary(['tenant_id', 'user_id'])
      table.unique(['tenant_id', 'kind', 'number'], { indexName: 'registered_applicant_number' })
    }),
}
