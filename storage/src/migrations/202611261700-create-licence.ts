import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Licences 证照: what was granted, to whom and until when, beside the case that granted it; acts after the grant change it. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'licence', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'licence_no', 100).notNullable().comment('许可证件编号')
      key(table, 'kind').notNullable().comment('kind of the catalogue of materials, else the key of the matter')
      table.string('name', 191).notNullable().comment('食品经营许可证')
      key(table, 'matter_key').notNullable().comment('that granted it')
      table.string('matter_name', 191).notNullable()
      key(table, 'organ_id').notNullable().comment('in whose charge it is')
      table.string('organ_name', 191).notNullable()
      key(table, 'case_id').notNullable().comment('that granted it')
      key(table, 'paper_case_id').notNullable().comment('whose licence paper is the one in force: earlier papers are void')
      key(table, 'holder_id').notNullable().comment('user who applied')
      table.string('holder_name', 191).notNullable()
      key(table, 'holder_code', 32).comment('credit code or citizen ID; masked in lists')
      json(table, 'face').notNullable().comment('what stands on it: [{label, text}]')
      key(table, 'valid_from', 10).notNullable().comment('first day, YYYY-MM-DD')
      key(table, 'valid_until', 10).comment('last day; null: without end')
      key(table, 'state', 16).notNullable().comment('valid, withdrawn, revoked, cancelled; lapsed is a matter of the day and not stored')
      instant(table, 'state_at').comment('since when, if it is not valid')
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'licence_no'], { indexName: 'licence_number' })
      table.index(['tenant_id', 'organ_id', 'valid_until'], 'licence_organ')
      table.index(['tenant_id', 'holder_id'], 'licence_holder')
      table.index(['tenant_id', 'state', 'valid_until'], 'licence_due')
    }),
}
