import type { Tx } from '../database.ts'

export interface LinkedIdentityRow {
  tenant_id: string
  issuer: string
  subject: string
  user_id: string
  /** Name that the issuer gives. */
  subject_name: string | null
  linked_at: number
  linked_by: string
}

export const linkedIdentities = (db: Tx) => ({
  get: (tenantId: string, issuer: string, subject: string): Promise<LinkedIdentityRow | undefined> =>
    db<LinkedIdentityRow>('linked_identity').where({ tenant_id: tenantId, issuer, subject }).first(),

  ofUser: (tenantId: string, userId: string): Promise<LinkedIdentityRow[]> =>
    db<LinkedIdentityRow>('linked_identity').where({ tenant_id: tenantId, user_id: userId }).orderBy('issuer'),

  /** @throws a unique violation if the identity is linked, or the user has one of this issuer */
  insert: async (row: LinkedIdentityRow): Promise<void> => {
    await db<LinkedIdentityRow>('linked_identity').insert(row)
  },

  delete: (tenantId: string, userId: string, issuer: string): Promise<number> =>
    db<LinkedIdentityRow>('linked_identity').where({ tenant_id: tenantId, user_id: userId, issuer }).delete(),
})
