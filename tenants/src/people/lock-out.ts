import { users, type Tx, type UserRow } from '@lianban/storage'
import { accountLocked, type TenantsError } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'

export interface LockOut {
  /** Wrong proofs in a row, password and second factor together, that lock the account. */
  maxFailures: number
  /** How long it stays locked. */
  lockMs: number
}

export interface LockOutOptions extends LockOut {
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
}

const MINUTE_MS = 60_000

/** Until when the account is locked, or null. */
export const lockedUntil = (user: UserRow, now: number): number | null =>
  user.locked_until !== null && Number(user.locked_until) > now ? Number(user.locked_until) : null

/** Counts a wrong proof. @returns until when the account is locked now, if this attempt locked it */
export async function countFailure(
  tx: Tx,
  { clock, record, maxFailures, lockMs }: LockOutOptions,
  user: UserRow,
  ip: string | undefined,
): Promise<number | null> {
  const until = clock() + lockMs
  const counted = await users(tx).countFailure(user.tenant_id, user.id, maxFailures, until)
  if (Number(counted?.locked_until ?? 0) !== until) return null
  const actor = { userId: user.id, name: user.name }
  await record(tx, user.tenant_id, [{ action: 'login.locked', subject: `user:${user.id}`, actor, ip, payload: { lockedUntil: until } }])
  return until
}

export const lockedError = (until: number, now: number): TenantsError =>
  accountLocked(until, Math.max(1, Math.ceil((until - now) / MINUTE_MS)))
