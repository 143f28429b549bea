import type { Tx } from '../database.ts'

export interface SessionRow {
  /** SHA-256 of the token, hex. */
  token_hash: string
  tenant_id: string
  user_id: string
  ip: string | null
  user_agent: string | null
  method: 'password' | 'oidc'
  opened_at: number
  seen_at: number
  expires_at: number
  /** Unused for so many milliseconds, it ends. */
  idle_ms: number
  /** Ended before its time; the row is kept so that its browser can be told why. */
  ended_at: number | null
  end_reason: string | null
}

export const sessions = (db: Tx) => ({
  get: (tokenHash: string): Promise<SessionRow | undefined> => db<SessionRow>('session').where({ token_hash: tokenHash }).first(),

  insert: async (row: SessionRow): Promise<void> => {
    await db<SessionRow>('session').insert(row)
  },

  touch: async (tokenHash: string, seenAt: number): Promise<void> => {
    await db<SessionRow>('session').where({ token_hash: tokenHash }).update({ seen_at: seenAt })
  },

  /** @returns whether it was there and open: of two closers one is told so */
  delete: async (tokenHash: string): Promise<boolean> =>
    (await db<SessionRow>('session').where({ token_hash: tokenHash, ended_at: null }).delete()) > 0,

  /** The open ones of a user, last used first. */
  ofUser: (tenantId: string, userId: string): Promise<SessionRow[]> =>
    db<SessionRow>('session').where({ tenant_id: tenantId, user_id: userId, ended_at: null }).orderBy('seen_at', 'desc'),

  /** Ends the open ones of a user, but for one, or only one. @returns how many ended */
  endOfUser: (tenantId: string, userId: string, end: { at: number; reason: string; except?: string; only?: string }): Promise<number> =>
    db<SessionRow>('session')
      .where({
        tenant_id: tenantId,
        user_id: userId,
        ended_at: null,
        ...(end.only !== undefined && { token_hash: end.only }),
      })
      .andWhere((others) => (end.except === undefined ? others : others.whereNot({ token_hash: end.except })))
      .update({ ended_at: end.at, end_reason: end.reason }),

  /** Removes what nobody can use any more. @returns how many */
  deleteExpired: (now: number): Promise<number> =>
    db<SessionRow>('session')
      .where('expires_at', '<=', now)
      .orWhere((idle) => idle.whereNull('ended_at').andWhereRaw('seen_at + idle_ms <= ?', [now]))
      .delete(),
})
