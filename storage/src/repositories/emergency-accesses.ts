import type { Tx } from '../database.ts'

export interface EmergencyAccessRow {
  tenant_id: string
  id: string
  user_id: string
  case_id: string
  organ_id: string
  reason: string
  opened_at: number
  expires_at: number
  reviewed_by: string | null
  reviewed_at: number | null
  outcome: 'justified' | 'unjustified' | null
  review_note: string | null
}

const read = (row: EmergencyAccessRow): EmergencyAccessRow => ({
  ...row,
  opened_at: Number(row.opened_at),
  expires_at: Number(row.expires_at),
  reviewed_at: row.reviewed_at === null ? null : Number(row.reviewed_at),
})

export const emergencyAccesses = (db: Tx) => ({
  insert: async (row: EmergencyAccessRow): Promise<void> => {
    await db<EmergencyAccessRow>('emergency_access').insert(row)
  },

  get: async (tenantId: string, id: string): Promise<EmergencyAccessRow | undefined> => {
    const row = await db<EmergencyAccessRow>('emergency_access').where({ tenant_id: tenantId, id }).first()
    return row && read(row)
  },

  /** The one that lets the user read the case at `at`. */
  active: async (tenantId: string, userId: string, caseId: string, at: number): Promise<EmergencyAccessRow | undefined> => {
    const row = await db<EmergencyAccessRow>('emergency_access')
      .where({ tenant_id: tenantId, user_id: userId, case_id: caseId })
      .andWhere('expires_at', '>', at)
      .orderBy('id', 'desc')
      .first()
    return row && read(row)
  },

  /** Newest first; `userId` for a person's own. `after` is the id of the last one seen. */
  list: async (
    tenantId: string,
    page: { userId?: string; open?: boolean; limit: number; after?: string },
  ): Promise<EmergencyAccessRow[]> => {
    const query = db<EmergencyAccessRow>('emergency_access').where({ tenant_id: tenantId })
    if (page.userId !== undefined) void query.andWhere({ user_id: page.userId })
    if (page.open) void query.whereNull('reviewed_at')
    if (page.after !== undefined) void query.andWhere('id', '<', page.after)
    return (await query.orderBy('id', 'desc').limit(page.limit)).map(read)
  },

  /** @returns false if somebody reviewed it already */
  review: async (
    tenantId: string,
    id: string,
    review: Pick<EmergencyAccessRow, 'reviewed_by' | 'reviewed_at' | 'outcome' | 'review_note'>,
  ): Promise<boolean> =>
    (await db<EmergencyAccessRow>('emergency_access').where({ tenant_id: tenantId, id, reviewed_at: null }).update(review)) === 1,
})
