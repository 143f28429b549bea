import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Documents issued in a case: the PDF is in the object store under `sha256`. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'issued_document', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('the external task that produced it: a repeated completion is the same row')
      key(table, 'case_id').notNullable()
      key(table, 'template').notNullable()
      table.string('name', 191).notNullable()
      key(table, 'number', 100).comment('文号 or licence number')
      key(table, 'sha256').notNullable()
      table.bigInteger('size').notNullable().comment('bytes')
      key(table, 'media_type', 100).notNullable()
      key(table, 'verify_code').comment('what the QR code carries; null if the document has none')
      json(table, 'public_data').comment('what the public verification page may show')
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'verify_code'], { indexName: 'issued_document_verify' })
      table.index(['tenant_id', 'case_id', 'created_at'], 'issued_document_case')
    }),
}
