import type { Migration } from '../migrate.ts'
import { createTable, key } from './columns.ts'

/** Host names under which a tenant is reached: of two counties in one installation, the address says which is meant. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'tenant_host', (table) => {
      key(table, 'host', 253).notNullable().primary().comment('lower case, without port; one host serves one tenant')
      key(table, 'tenant_id').notNullable()
      table.integer('sort').notNullable().comment('the first is the one that QR codes and links name')
      table.index(['tenant_id', 'sort'], 'tenant_host_tenant')
    }),
}
