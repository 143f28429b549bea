import type { Tx } from '../database.ts'

export interface LoginAttemptRow {
  /** SHA-256 of the token, hex. */
  token_hash: string
  tenant_id: string
  /** null: an OpenID Connect identity that is not linked yet. */
  user_id: string | null
  method: 'password' | 'oidc'
  second_factor_at: number | null
  /** Part of the password's hash at the proof: another password, and the attempt is worth nothing. */
  password_version: string | null
  /** An identity to be linked when the login is done. */
  issuer: string | null
  subject: string | null
  subject_name: string | null
  expires_at: number
}

export const loginAttempts = (db: Tx) => ({
  get: (tokenHash: string): Promise<LoginAttemptRow | undefined> =>
    db<LoginAttemptRow>('login_attempt').where({ token_hash: tokenHash }).first(),

  /** Also removes those whose time is over. */
  insert: async (row: LoginAttemptRow, now: number): Promise<void> => {
    await db<LoginAttemptRow>('login_attempt').where('expires_at', '<=', now).delete()
    await db<LoginAttemptRow>('login_attempt').insert(row)
  },

  secondFactorDone: async (tokenHash: string, at: number): Promise<void> => {
    await db<LoginAttemptRow>('login_attempt').where({ token_hash: tokenHash }).update({ second_factor_at: at })
  },

  passwordChanged: async (tokenHash: string, passwordVersion: string): Promise<void> => {
    await db<LoginAttemptRow>('login_attempt').where({ token_hash: tokenHash }).update({ password_version: passwordVersion })
  },

  /** @returns whether it was there: of two calls that finish it one is told so */
  delete: async (tokenHash: string): Promise<boolean> =>
    (await db<LoginAttemptRow>('login_attempt').where({ token_hash: tokenHash }).delete()) > 0,

  deleteOfUser: async (tenantId: string, userId: string): Promise<void> => {
    await db<LoginAttemptRow>('login_attempt').where({ tenant_id: tenantId, user_id: userId }).delete()
  },
})
