import type { Tx } from '../database.ts'

export interface TenantRow {
  tenant_id: string
  name: string
  /** GB/T 2260 code of the county. */
  region_code: string
  created_at: number
}

export const tenants = (db: Tx) => ({
  get: (tenantId: string): Promise<TenantRow | undefined> =>
    db<TenantRow>('tenant').where({ tenant_id: tenantId }).first(),

  list: (): Promise<TenantRow[]> => db<TenantRow>('tenant').orderBy('tenant_id'),

  /** @throws a unique violation if the id is taken */
  insert: async (row: TenantRow): Promise<void> => {
    await db<TenantRow>('tenant').insert(row)
  },
})
