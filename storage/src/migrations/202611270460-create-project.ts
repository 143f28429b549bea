import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** The register of the county's projects 项目库. Nothing is ever taken out of it. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'project', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'code').notNullable().comment('项目代码, one for the whole life of the project')
      table.string('name', 191).notNullable()
      key(table, 'kind', 20).notNullable().comment('informatisation, construction')
      key(table, 'organ_id').notNullable().comment('whose project it is')
      table.string('organ_name', 191).notNullable()
      key(table, 'stage', 30).notNullable().comment('what it has passed last; see processes/src/projects/stages.ts')
      table.text('need').notNullable()
      key(table, 'case_id').notNullable().comment('the case that entered it')
      instant(table, 'entered_at').notNullable()
      instant(table, 'moved_at').notNullable().comment('when it came to its stage')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'code'], { indexName: 'project_code' })
      table.index(['tenant_id', 'stage', 'id'], 'project_of_stage')
      table.index(['tenant_id', 'organ_id', 'id'], 'project_of_organ')
    }),
}
