import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** The studio: drafts of process packages, their releases, and the files of both, each kept once by what is in it. */
export const migration: Migration = {
  async up(knex) {
    await createTable(knex, 'studio_file', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'hash').notNullable().comment('SHA-256 of the content')
      json(table, 'content').notNullable().comment('text as it is; samples in base64')
      table.primary(['tenant_id', 'hash'])
    })
    await drafts(knex)
    await releases(knex)
    await createTable(knex, 'studio_import', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      json(table, 'files').notNullable().comment('path → hash')
      key(table, 'created_by').notNullable()
      instant(table, 'created_at').notNullable()
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'created_at'], 'studio_import_age')
    })
  },
}

async function drafts(knex: Knex): Promise<void> {
  await createTable(knex, 'studio_draft', (table) => {
    key(table, 'tenant_id').notNullable()
    key(table, 'id').notNullable()
    table.string('name', 191).notNullable()
    key(table, 'package_key').notNullable()
    table.integer('version').notNullable().comment('grows with every change')
    json(table, 'files').notNullable().comment('path → hash')
    key(table, 'based_on').comment('the release that it was begun from; null: from a template or an import')
    key(table, 'created_by').notNullable()
    instant(table, 'created_at').notNullable()
    key(table, 'updated_by').notNullable()
    table.string('updated_by_name', 191).notNullable()
    instant(table, 'updated_at').notNullable()
    table.primary(['tenant_id', 'id'])
    table.index(['tenant_id', 'updated_at'], 'studio_draft_list')
  })
  await createTable(knex, 'studio_editor', (table) => {
    key(table, 'tenant_id').notNullable()
    key(table, 'draft_id').notNullable()
    key(table, 'user_id').notNullable()
    table.string('name', 191).notNullable()
    instant(table, 'since').notNullable()
    instant(table, 'seen_at').notNullable()
    table.primary(['tenant_id', 'draft_id', 'user_id'])
  })
}

async function releases(knex: Knex): Promise<void> {
  await createTable(knex, 'studio_release', (table) => {
    key(table, 'tenant_id').notNullable()
    key(table, 'id').notNullable()
    key(table, 'package_key').notNullable()
    table.string('name', 191).notNullable()
    table.integer('number').comment('counts the published ones of a package; null: it was never published')
    key(table, 'source', 16).notNullable().comment('installed: came with the program; draft; roll-back')
    key(table, 'state', 16).notNullable().comment('proposed, publishing, published, refused, withdrawn')
    key(table, 'draft_id')
    table.integer('draft_version')
    key(table, 'restores').comment('roll back: the release that is put in force again')
    json(table, 'files').notNullable().comment('path → hash')
    key(table, 'files_hash').notNullable().comment('SHA-256 over paths and hashes')
    key(table, 'effective_on', 10).comment('YYYY-MM-DD; null: at once')
    key(table, 'running', 16).notNullable().comment('what becomes of running cases: keep, migrate')
    json(table, 'mapping').notNullable().comment('element of before → element of now, where they differ')
    table.string('note', 2000).notNullable()
    key(table, 'last_editor')
    key(table, 'proposed_by').notNullable()
    table.string('proposed_by_name', 191).notNullable()
    instant(table, 'proposed_at').notNullable()
    key(table, 'decided_by')
    table.string('decided_by_name', 191)
    instant(table, 'decided_at')
    table.string('decision_note', 2000)
    instant(table, 'published_at')
    key(table, 'migration', 16).notNullable().comment('of running cases: none, waiting, running, done, undone')
    instant(table, 'busy_since').comment('a server publishes it or takes cases over; another goes on after a while')
    table.primary(['tenant_id', 'id'])
    table.unique(['tenant_id', 'package_key', 'number'], { indexName: 'studio_release_number' })
    table.index(['tenant_id', 'proposed_at'], 'studio_release_list')
    table.index(['tenant_id', 'migration', 'effective_on'], 'studio_release_migration')
  })
  await createTable(knex, 'studio_release_matter', (table) => {
    key(table, 'tenant_id').notNullable()
    key(table, 'matter_key').notNullable()
    table.integer('version').notNullable()
    key(table, 'release_id').notNullable()
    table.integer('previous_version').comment('the version before it; null: it is the first')
    table.primary(['tenant_id', 'matter_key', 'version'])
    table.index(['tenant_id', 'release_id'], 'studio_release_matter_release')
  })
  await createTable(knex, 'studio_migrated_case', (table) => {
    key(table, 'tenant_id').notNullable()
    key(table, 'release_id').notNullable()
    key(table, 'case_id').notNullable()
    key(table, 'case_no').notNullable()
    key(table, 'matter_key').notNullable()
    table.integer('from_version').notNullable()
    table.integer('to_version').notNullable()
    key(table, 'state', 16).notNullable().comment('migrated, failed, undone, stays: it could not be taken back')
    table.string('message', 2000)
    instant(table, 'at').notNullable()
    table.primary(['tenant_id', 'release_id', 'case_id'])
  })
}
