import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Casbin rules of a tenant, and the number that grows with every change of them. */
export const migration: Migration = {
  up: async (knex) => {
    await createTable(knex, 'policy', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable().comment('stable name of the rule, shown as the reason of a decision')
      key(table, 'source').notNullable().comment('set the rule belongs to, replaced as a whole: county, process:<key>')
      key(table, 'ptype', 4).notNullable().comment('p rule, g role to wider role, g2 resource type to wider type')
      key(table, 'role').notNullable().comment('p: role or *; g, g2: the narrower name')
      key(table, 'type').notNullable().comment('p: resource type; g, g2: the wider name')
      key(table, 'actions', 191).comment('actions parted by |; name:* for every action that begins so')
      key(table, 'scope').comment('name of a registered scope function')
      key(table, 'condition_name').comment('name of a registered condition function')
      key(table, 'effect', 8).comment('allow, deny')
      table.primary(['tenant_id', 'id'])
      table.index(['tenant_id', 'source'], 'policy_source')
    })
    await createTable(knex, 'policy_version', (table) => {
      key(table, 'tenant_id').notNullable().primary()
      table.integer('version').notNullable().comment('grows with every change of policies or organs')
      instant(table, 'changed_at').notNullable()
    })
  },
}
