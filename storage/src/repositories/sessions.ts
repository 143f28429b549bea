import type { Tx } from '../database.ts'

export interface SessionRow {
  /** SHA-256 of the token, hex. */
  token_hash: string
  tenant_id: string
  user_id: string
  ip: string | null
  opened_at: number
  seen_at: number
  expires_at: number
}

export const sessions = (db: Tx) => ({
  get: (tokenHash: string): Promise<SessionRow | undefined> =>
    db<SessionRow>('session').where({ token_hash: tokenHash }).first(),

  insert: async (row: SessionRow): Promise<void> => {
    await db<SessionRow>('session').insert(row)
  },

  touch: async (tokenHash: string, seenAt: number): Promise<void> => {
    await db<SessionRow>('session').where({ token_hash: tokenHash }).update({ seen_at: seenAt })
  },

  /** @returns whether it was there: of two closers one is told so */
  delete: async (tokenHash: string): Promise<boolean> =>
    (await db<SessionRow>('session').where({ token_hash: tokenHash }).delete()) > 0,

  deleteOfUser: (tenantId: string, userId: string): Promise<number> =>
    db<SessionRow>('session').where({ tenant_id: tenantId, user_id: userId }).delete(),

  /** Removes what nobody can use any more. @returns how many */
  deleteExpired: (now: number, idleMs: number): Promise<number> =>
    db<SessionRow>('session')
      .where('expires_at', '<=', now)
      .orWhere('seen_at', '<=', now - idleMs)
      .delete(),
})
