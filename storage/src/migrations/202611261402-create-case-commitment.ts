import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** 告知承诺: what an applicant promised instead of proving it, and the check that the organ owes for it afterwards. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_commitment', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'organ_id').notNullable().comment('that owes the check 承诺核查')
      json(table, 'promised').notNullable().comment('text, conditions and materials, as they were promised')
      table.string('paper_no', 100).comment('number of the promise 告知承诺书; null until the case is accepted')
      instant(table, 'signed_at').notNullable()
      key(table, 'signed_by').notNullable().comment('the applicant, or the clerk before whom he signed')
      table.string('signed_name', 191).notNullable()
      key(table, 'channel', 16).notNullable().comment('web, window')
      key(table, 'status', 16).notNullable().comment('signed: not decided yet; open, overdue, kept, false; void: no licence came of it')
      instant(table, 'opened_at').comment('of the check: the licence was granted')
      instant(table, 'due_at').comment('of the check')
      instant(table, 'overdue_at')
      instant(table, 'checked_at')
      key(table, 'checked_by')
      table.string('checked_name', 191)
      table.text('finding').comment('what the check found')
      table.primary(['tenant_id', 'case_id'])
      table.index(['tenant_id', 'status', 'due_at'], 'case_commitment_due')
      table.index(['tenant_id', 'organ_id', 'status'], 'case_commitment_organ')
    }),
}
