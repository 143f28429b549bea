import type { Tx } from '../database.ts'
import type { UserRow } from './users.ts'

/** What a login reads and writes of an account. */
export const userPasswords = (db: Tx) => ({
  /** In a transaction: nobody else changes the row until its end. SQLite has one writer anyway. */
  getLocked: (tenantId: string, id: string): Promise<UserRow | undefined> =>
    db<UserRow>('user').where({ tenant_id: tenantId, id }).forUpdate().first(),

  /** In the place of the one of which `was` is the hash, unless another call replaced that meanwhile. @returns whether it is set */
  replace: async (
    tenantId: string,
    id: string,
    was: string,
    now: Pick<UserRow, 'password_hash' | 'password_set_at' | 'one_time_until' | 'is_demo'>,
  ): Promise<boolean> => (await db<UserRow>('user').where({ tenant_id: tenantId, id, password_hash: was }).update(now)) > 0,
})
