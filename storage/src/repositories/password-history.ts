import type { Tx } from '../database.ts'
import { newId } from '../ids.ts'

export interface PasswordHistoryRow {
  tenant_id: string
  user_id: string
  id: string
  password_hash: string
  replaced_at: number
}

export const passwordHistory = (db: Tx) => {
  const ofUser = (tenantId: string, userId: string) =>
    db<PasswordHistoryRow>('password_history').where({ tenant_id: tenantId, user_id: userId })
  return {
    /** The last passwords that were replaced, latest first. */
    last: (tenantId: string, userId: string, limit: number): Promise<PasswordHistoryRow[]> =>
      ofUser(tenantId, userId).orderBy('id', 'desc').limit(limit),

    /** Keeps a replaced password, and of all no more than `keep`. */
    add: async (row: Omit<PasswordHistoryRow, 'id'>, keep: number): Promise<void> => {
      await db<PasswordHistoryRow>('password_history').insert({ ...row, id: newId(row.replaced_at) })
      const rows = await ofUser(row.tenant_id, row.user_id).orderBy('id', 'desc').select('id')
      const old = rows.slice(keep).map(({ id }) => id)
      if (old.length > 0) await ofUser(row.tenant_id, row.user_id).whereIn('id', old).delete()
    },
  }
}
