import { inTransaction, users, userPasswords, type Database, type Tx, type UserRow } from '@lianban/storage'
import { loginFailed, oneTimePasswordOver } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { countFailure, lockedError, lockedUntil, type LockOut } from './lock-out.ts'
import { hashPassword, isOutdated, verifyPassword, type ScryptCost } from './passwords.ts'
import { createUnknownNames } from './unknown-names.ts'

export interface CredentialsOptions extends LockOut {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  scrypt: ScryptCost
}

export interface Credentials {
  tenantId: string
  username: string
  password: string
  ip?: string
}

const MAX_USERNAME_CHARS = 64
/** Actor of an attempt by nobody known. */
const NOBODY = '-'

type Reason = 'password' | 'locked' | 'disabled' | 'unknown' | 'one-time-over'

/**
 * Makes the check of user name and password: the first step of a login. Every failure is in the supervision log. An unknown
 * name costs the same time as a wrong password and is locked in the same way, so that accounts cannot be found by asking.
 * A right password does not clear the count of failures: only a whole login does, or wrong codes could be tried for ever.
 * @throws LOGIN_FAILED, ACCOUNT_LOCKED, ONE_TIME_PASSWORD_OVER
 */
export function createCredentialsCheck(options: CredentialsOptions): (credentials: Credentials) => Promise<UserRow> {
  const { database, clock, scrypt } = options
  const unknownNames = createUnknownNames(options, clock)
  let dummy: Promise<string> | undefined

  const lockOf = (user: UserRow | undefined, { tenantId, username }: Credentials): number | null =>
    user ? lockedUntil(user, clock()) : unknownNames.lockedUntil(tenantId, username)

  return async (credentials) => {
    const { tenantId, username, password } = credentials
    const user = await users(database).byUsername(tenantId, username)
    const usable = user?.disabled_at == null ? user : undefined
    const locked = lockOf(usable, credentials)
    if (locked !== null) {
      await refuse(options, credentials, usable ?? user, 'locked')
      throw lockedError(locked, clock())
    }
    const stored = usable?.password_hash ?? (await (dummy ??= hashPassword('nobody has this password', scrypt)))
    const isRight = await verifyPassword(password, stored)
    if (usable && isRight) return accept(options, credentials, usable)
    const reason = usable ? 'password' : user ? 'disabled' : 'unknown'
    const counted = await refuse(options, credentials, usable ?? user, reason)
    const until = usable ? counted : unknownNames.countFailure(tenantId, username)
    throw until === null ? loginFailed() : lockedError(until, clock())
  }
}

/** Guesses that were sent at the same time as those that locked the account get nowhere, even the right one. */
async function accept(options: CredentialsOptions, credentials: Credentials, user: UserRow): Promise<UserRow> {
  const { database, clock, scrypt } = options
  const { tenantId, password } = credentials
  const renewed = isOutdated(user.password_hash, scrypt) ? await hashPassword(password, scrypt) : null
  const found = await inTransaction(database, async (tx) => {
    const now = await userPasswords(tx).getLocked(tenantId, user.id)
    if (!now || now.disabled_at !== null || now.password_hash !== user.password_hash) throw loginFailed()
    if (!renewed) return now
    const { password_set_at, one_time_until, is_demo } = now
    const again = { password_hash: renewed, password_set_at, one_time_until, is_demo }
    await userPasswords(tx).replace(tenantId, user.id, user.password_hash, again)
    return { ...now, ...again }
  })
  const until = lockedUntil(found, clock())
  if (until !== null) {
    await refuse(options, credentials, found, 'locked')
    throw lockedError(until, clock())
  }
  if (found.one_time_until != null && Number(found.one_time_until) <= clock()) {
    await refuse(options, credentials, found, 'one-time-over')
    throw oneTimePasswordOver()
  }
  return found
}

/** Records the attempt and counts it. @returns until when the account is locked now, if this attempt locked it */
async function refuse(
  options: CredentialsOptions,
  { tenantId, username, ip }: Credentials,
  user: UserRow | undefined,
  reason: Reason,
): Promise<number | null> {
  const entry = {
    action: 'login.failed',
    subject: `user:${user?.id ?? NOBODY}`,
    actor: { userId: user?.id ?? NOBODY, name: user?.name },
    ip,
    payload: { username: username.slice(0, MAX_USERNAME_CHARS), reason },
  }
  return inTransaction(options.database, async (tx) => {
    await options.record(tx, tenantId, [entry])
    return user && reason === 'password' ? countFailure(tx, options, user, ip) : null
  })
}
