import type { Tx } from '../database.ts'

export interface KeptSignatureRow {
  tenant_id: string
  user_id: string
  /** Attachment of his own that belongs to no case. */
  file_id: string
  kept_at: number
}

export const keptSignatures = (db: Tx) => ({
  get: async (tenantId: string, userId: string): Promise<KeptSignatureRow | undefined> => {
    const row = await db<KeptSignatureRow>('kept_signature').where({ tenant_id: tenantId, user_id: userId }).first()
    return row && { ...row, kept_at: Number(row.kept_at) }
  },

  /** Instead of the one before. */
  put: async (row: KeptSignatureRow): Promise<void> => {
    await db<KeptSignatureRow>('kept_signature').insert(row).onConflict(['tenant_id', 'user_id']).merge(['file_id', 'kept_at'])
  },

  /** @returns whether there was one */
  remove: async (tenantId: string, userId: string): Promise<boolean> =>
    (await db('kept_signature').where({ tenant_id: tenantId, user_id: userId }).delete()) > 0,
})
