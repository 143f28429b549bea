import type { Tx } from '../database.ts'

export interface TenantRow {
  tenant_id: string
  name: string
  /** GB/T 2260 code of the county. */
  region_code: string
  created_at: number
  disabled_at: number | null
  /** 1: its older objects lie outside of its own part of the object store. */
  objects_at_root: number
}

export interface TenantHostRow {
  host: string
  tenant_id: string
  sort: number
}

type NewTenantRow = Omit<TenantRow, 'disabled_at' | 'objects_at_root'>

export const tenants = (db: Tx) => ({
  get: (tenantId: string): Promise<TenantRow | undefined> =>
    db<TenantRow>('tenant')
      .where({ tenant_id: tenantId })
      .first()
      .then((row) => row && tenantRow(row)),

  list: (): Promise<TenantRow[]> =>
    db<TenantRow>('tenant')
      .orderBy('tenant_id')
      .then((rows) => rows.map(tenantRow)),

  /** @throws a unique violation if the id is taken */
  insert: async (row: NewTenantRow): Promise<void> => {
    await db<TenantRow>('tenant').insert({ ...row, disabled_at: null, objects_at_root: 0 })
  },

  /** Null opens it again. */
  setDisabled: async (tenantId: string, at: number | null): Promise<void> => {
    await db<TenantRow>('tenant').where({ tenant_id: tenantId }).update({ disabled_at: at })
  },

  /** The host names of all tenants, each tenant's in its own order. */
  hosts: (): Promise<TenantHostRow[]> => db<TenantHostRow>('tenant_host').orderBy(['tenant_id', 'sort']),

  /** Puts these hosts in the place of the tenant's own. @throws a unique violation if another tenant has one of them */
  replaceHosts: async (tenantId: string, hosts: readonly string[]): Promise<void> => {
    await db<TenantHostRow>('tenant_host').where({ tenant_id: tenantId }).delete()
    if (hosts.length > 0) await db<TenantHostRow>('tenant_host').insert(hosts.map((host, sort) => ({ host, tenant_id: tenantId, sort })))
  },
})

const tenantRow = (row: TenantRow): TenantRow => ({
  ...row,
  created_at: Number(row.created_at),
  disabled_at: row.disabled_at === null ? null : Number(row.disabled_at),
})
