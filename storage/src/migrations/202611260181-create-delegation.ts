import type { Migration } from '../migrate.ts'
import { createTable, instant, json, key } from './columns.ts'

/** Delegations 委托代理: one person lets another act for him, for a period and a scope. The clock ends them, not a job. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'delegation', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'principal_id').notNullable().comment('the person acted for')
      key(table, 'delegate_id').notNullable()
      json(table, 'matters').comment('keys of matters, JSON array; null = all')
      json(table, 'actions').comment('actions parted by |, as in a policy; null = all that can be delegated')
      table.bigInteger('amount_limit_fen').comment('decisions about more are left to the principal; null = no line')
      instant(table, 'starts_at').notNullable()
      instant(table, 'ends_at').notNullable()
      table.string('reason', 500).notNullable()
      instant(table, 'proposed_at').notNullable()
      instant(table, 'accepted_at').comment('it counts from the acceptance on')
      instant(table, 'ended_at').comment('declined by the delegate or revoked by either')
      key(table, 'ended_by')
      instant(table, 'settled_at').comment('after its end: what the delegate still held went back')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'delegate_id', 'ends_at'], 'delegation_delegate')
      table.index(['tenant_id', 'principal_id', 'ends_at'], 'delegation_principal')
    }),
}
