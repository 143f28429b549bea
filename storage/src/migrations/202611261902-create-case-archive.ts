import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** 归档: the archive information package of a case; the ZIP is in the object store under `sha256`. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'case_archive', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'case_id').notNullable()
      key(table, 'archive_no', 100).notNullable().comment('档号, drawn once: a package that is built anew keeps it')
      key(table, 'organ_id').notNullable()
      key(table, 'state').notNullable().comment('building, archived, failed')
      key(table, 'retention').notNullable().comment('保管期限: Y, D30, D10')
      json(table, 'tests').comment('the four tests 真实 完整 可用 安全 with what they found; null until they ran')
      key(table, 'sha256').comment('of the package; null until it is stored')
      table.bigInteger('size').comment('bytes')
      table.integer('attempts').notNullable()
      instant(table, 'created_at').notNullable()
      instant(table, 'packed_at').comment('when the package that stands here was made')
      table.primary(['tenant_id', 'case_id'])
      table.unique(['tenant_id', 'archive_no'], { indexName: 'case_archive_no' })
      table.index(['tenant_id', 'state', 'created_at'], 'case_archive_list')
    }),
}
