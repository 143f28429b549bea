import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** What happened to a licence 证照: granted, altered, renewed …, and the procedures that were opened about it. Never changed. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'licence_event', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'licence_id').notNullable()
      instant(table, 'at').notNullable()
      key(table, 'act', 16).notNullable().comment('grant, alter, renew, reissue, withdraw, revoke, cancel')
      key(table, 'stage', 16).notNullable().comment('opened: a case asks for it; done: decided; silence: by law, without a decision')
      key(table, 'case_id').notNullable()
      instant(table, 'silence_at').comment('of an application for renewal in time: undecided until then, it counts as renewed')
      key(table, 'actor_id')
      table.string('actor_name', 191).comment('null: 系统')
      table.text('reason')
      json(table, 'data').comment('what it changed')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'licence_id', 'at'], 'licence_event_licence')
      table.index(['tenant_id', 'case_id'], 'licence_event_case')
      table.index(['tenant_id', 'silence_at'], 'licence_event_silence')
    }),
}
