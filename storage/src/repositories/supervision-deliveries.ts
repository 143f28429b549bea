import type { Tx } from '../database.ts'

export interface SupervisionDeliveryRow {
  tenant_id: string
  id: string
  target: string
  size: number
  head_at: number
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  created_at: number
  next_at: number | null
  sent_at: number | null
  location: string | null
  error: string | null
}

/** Signed heads on their way to places outside the database. */
export const supervisionDeliveries = (db: Tx) => {
  const table = () => db<SupervisionDeliveryRow>('supervision_delivery')
  return {
    /** @returns false if this head is on its way to the target already */
    insert: async (row: SupervisionDeliveryRow): Promise<boolean> => {
      const [before] = await table().where({ tenant_id: row.tenant_id, target: row.target, size: row.size })
      if (before) return false
      await table().insert(row)
      return true
    },

    get: async (tenantId: string, id: string): Promise<SupervisionDeliveryRow | undefined> => {
      const row = await table().where({ tenant_id: tenantId, id }).first()
      return row && plain(row)
    },

    latestOf: async (tenantId: string, target: string): Promise<SupervisionDeliveryRow | undefined> => {
      const row = await table().where({ tenant_id: tenantId, target }).orderBy('size', 'desc').first()
      return row && plain(row)
    },

    due: async (tenantId: string, now: number, limit: number): Promise<SupervisionDeliveryRow[]> => {
      const rows = await table()
        .where({ tenant_id: tenantId, state: 'waiting' })
        .andWhere('next_at', '<=', now)
        .orderBy('next_at')
        .limit(limit)
      return rows.map(plain)
    },

    /** Takes a due delivery for one attempt. @returns false if another server was faster */
    claim: async (row: SupervisionDeliveryRow, nextAt: number): Promise<boolean> => {
      const { tenant_id, id, attempts } = row
      const taken = await table()
        .where({ tenant_id, id, attempts, state: 'waiting' })
        .update({ attempts: attempts + 1, next_at: nextAt })
      return taken === 1
    },

    update: async (tenantId: string, id: string, change: Partial<SupervisionDeliveryRow>): Promise<void> => {
      await table().where({ tenant_id: tenantId, id }).update(change)
    },

    /** Newest first; `before` is the id of the last one seen. */
    list: async (tenantId: string, filter: { state?: string; limit: number; before?: string }): Promise<SupervisionDeliveryRow[]> => {
      const query = table().where({ tenant_id: tenantId })
      if (filter.state) query.andWhere({ state: filter.state as SupervisionDeliveryRow['state'] })
      if (filter.before) query.andWhere('id', '<', filter.before)
      return (await query.orderBy('id', 'desc').limit(filter.limit)).map(plain)
    },

    /** Of these heads, in the order of the heads. */
    ofHeads: async (tenantId: string, sizes: readonly number[]): Promise<SupervisionDeliveryRow[]> =>
      (
        await table()
          .where({ tenant_id: tenantId })
          .whereIn('size', [...sizes])
          .orderBy(['size', 'target'])
      ).map(plain),
  }
}

const plain = (row: SupervisionDeliveryRow): SupervisionDeliveryRow => ({
  ...row,
  size: Number(row.size),
  head_at: Number(row.head_at),
  created_at: Number(row.created_at),
  next_at: row.next_at === null ? null : Number(row.next_at),
  sent_at: row.sent_at === null ? null : Number(row.sent_at),
})
