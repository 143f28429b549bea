import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import type { Migration } from '../migrate.ts'
import { instant, key } from './columns.ts'

const COLUMNS: Record<string, (table: Knex.CreateTableBuilder) => void> = {
  kind: (table) =>
    key(table, 'kind').comment('material kind of the county, where it may be used again; null: only for the case it came with'),
  trust: (table) =>
    key(table, 'trust', 1).notNullable().defaultTo('C').comment('A issued by an organ, B original seen, C uploaded, D declared'),
  valid_until: (table) => key(table, 'valid_until', 10).comment('last day the paper itself is valid; null: not known or without end'),
  source_id: (table) => key(table, 'source_id').comment('used again: the attachment it was taken from'),
  source_case_id: (table) => key(table, 'source_case_id').comment('used again: the case it was first handed in with'),
  verified_by: (table) => key(table, 'verified_by').comment('who compared it with the original'),
  verified_name: (table) => void table.string('verified_name', 191),
  verified_at: (table) => instant(table, 'verified_at'),
  watermark: (table) => void table.string('watermark', 500).comment('what it may be used for and until when, printed over its preview'),
  void_at: (table) => instant(table, 'void_at').comment('from then on never offered again: the licence was revoked'),
}

/** MariaDB: an index of that name is there already. */
const DUPLICATE_KEY_NAME = 1061

/** How far an uploaded paper may be trusted, and what it may be used again for. What was there is 自行上传 (C). */
export const migration: Migration = {
  async up(knex) {
    for (const [name, build] of Object.entries(COLUMNS))
      if (!(await knex.schema.hasColumn('attachment', name))) await knex.schema.alterTable('attachment', (table) => void build(table))
    try {
      await knex.schema.alterTable('attachment', (table) => table.index(['tenant_id', 'owner_id', 'kind'], 'attachment_reusable'))
    } catch (error) {
      if (isSqlite(knex) || (error as { errno?: number }).errno !== DUPLICATE_KEY_NAME) throw error
    }
  },
}
