import type { Tx } from '../database.ts'

export interface DelegationRow {
  tenant_id: string
  id: string
  principal_id: string
  delegate_id: string
  /** JSON array of matter keys. */
  matters: string | null
  actions: string | null
  amount_limit_fen: number | null
  starts_at: number
  ends_at: number
  reason: string
  proposed_at: number
  accepted_at: number | null
  ended_at: number | null
  ended_by: string | null
  settled_at: number | null
}

const INSTANTS = ['amount_limit_fen', 'starts_at', 'ends_at', 'proposed_at', 'accepted_at', 'ended_at', 'settled_at'] as const

const read = (row: DelegationRow): DelegationRow => ({
  ...row,
  ...Object.fromEntries(INSTANTS.map((name) => [name, row[name] === null ? null : Number(row[name])])),
})

const active = (db: Tx, tenantId: string, at: number) =>
  db<DelegationRow>('delegation')
    .where({ tenant_id: tenantId, ended_at: null })
    .whereNotNull('accepted_at')
    .andWhere('starts_at', '<=', at)
    .andWhere('ends_at', '>', at)

export const delegations = (db: Tx) => ({
  insert: async (row: DelegationRow): Promise<void> => {
    await db<DelegationRow>('delegation').insert(row)
  },

  get: async (tenantId: string, id: string): Promise<DelegationRow | undefined> => {
    const row = await db<DelegationRow>('delegation').where({ tenant_id: tenantId, id }).first()
    return row && read(row)
  },

  /** Accepted, begun, not ended: what lets `delegateId` act for others at `at`. */
  activeOf: async (tenantId: string, delegateId: string, at: number): Promise<DelegationRow[]> =>
    (await active(db, tenantId, at).andWhere({ delegate_id: delegateId }).orderBy('id')).map(read),

  /** The same for everyone of the tenant. */
  allActive: async (tenantId: string, at: number): Promise<DelegationRow[]> => (await active(db, tenantId, at).orderBy('id')).map(read),

  /** Given and received by a person, newest first. */
  listOf: async (tenantId: string, userId: string, limit: number): Promise<DelegationRow[]> => {
    const rows = await db<DelegationRow>('delegation')
      .where({ tenant_id: tenantId })
      .andWhere((either) => either.where('principal_id', userId).orWhere('delegate_id', userId))
      .orderBy('id', 'desc')
      .limit(limit)
    return rows.map(read)
  },

  /** @returns false if it was accepted or ended meanwhile */
  accept: async (tenantId: string, id: string, at: number): Promise<boolean> =>
    (await db<DelegationRow>('delegation')
      .where({ tenant_id: tenantId, id, accepted_at: null, ended_at: null })
      .update({ accepted_at: at })) === 1,

  /** @returns false if it had ended */
  end: async (tenantId: string, id: string, at: number, by: string): Promise<boolean> =>
    (await db<DelegationRow>('delegation').where({ tenant_id: tenantId, id, ended_at: null }).update({ ended_at: at, ended_by: by })) === 1,

  /** Of every tenant: ended by the clock or by hand, and what the delegate held under it is not given back yet. */
  unsettled: async (at: number, limit: number): Promise<DelegationRow[]> => {
    const rows = await db<DelegationRow>('delegation')
      .whereNull('settled_at')
      .whereNotNull('accepted_at')
      .andWhere((either) => either.where('ends_at', '<=', at).orWhere('ended_at', '<=', at))
      .orderBy('id')
      .limit(limit)
    return rows.map(read)
  },

  settle: async (tenantId: string, id: string, at: number): Promise<void> => {
    await db<DelegationRow>('delegation').where({ tenant_id: tenantId, id }).update({ settled_at: at })
  },
})
