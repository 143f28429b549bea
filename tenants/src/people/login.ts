import { inTransaction, users, type Database, type Tx, type UserRow } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import { accountLocked, loginFailed } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { callerOfUser } from './caller-of-user.ts'
import { hashPassword, isOutdated, verifyPassword, type ScryptCost } from './passwords.ts'

export interface LoginOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  scrypt: ScryptCost
  /** Wrong passwords in a row that lock the account. */
  maxFailures: number
  /** How long it stays locked. */
  lockMs: number
}

export interface Credentials {
  tenantId: string
  username: string
  password: string
  ip?: string
}

const MINUTE_MS = 60_000
const MAX_USERNAME_CHARS = 64
/** Actor of an attempt by nobody known. */
const NOBODY = '-'

/**
 * Makes `authenticate`: the password's owner as a caller. Every attempt is in the supervision log. An unknown username
 * costs the same time as a wrong password, so that accounts cannot be found by asking.
 * @throws LOGIN_FAILED, ACCOUNT_LOCKED
 */
export function createLogin(options: LoginOptions): (credentials: Credentials) => Promise<Caller> {
  const { database, clock, scrypt } = options
  let dummy: Promise<string> | undefined
  return async (credentials) => {
    const user = await users(database).byUsername(credentials.tenantId, credentials.username)
    const usable = user?.disabled_at == null ? user : undefined
    if (usable?.locked_until != null && Number(usable.locked_until) > clock()) {
      await refuse(options, credentials, usable, 'locked')
      throw locked(options, Number(usable.locked_until))
    }
    const isRight = await verifyPassword(
      credentials.password,
      usable?.password_hash ?? (await (dummy ??= hashPassword('nobody has this password', scrypt))),
    )
    if (usable && isRight) return accept(options, credentials, usable)
    const lockedUntil = await refuse(
      options,
      credentials,
      usable ?? user,
      usable ? 'password' : user ? 'disabled' : 'unknown',
    )
    if (lockedUntil !== null) throw locked(options, lockedUntil)
    throw loginFailed()
  }
}

async function accept(options: LoginOptions, { tenantId, password, ip }: Credentials, user: UserRow): Promise<Caller> {
  const { database, clock, scrypt, record } = options
  const renewed = isOutdated(user.password_hash, scrypt) ? await hashPassword(password, scrypt) : null
  return inTransaction(database, async (tx) => {
    await users(tx).clearFailures(tenantId, user.id)
    if (renewed) await users(tx).setPassword(tenantId, user.id, renewed, Number(user.password_set_at))
    await record(tx, tenantId, [
      {
        action: 'login.succeeded',
        subject: `user:${user.id}`,
        actor: { userId: user.id, name: user.name },
        ip,
        payload: {},
      },
    ])
    return { ...(await callerOfUser(tx, user, clock())), ip }
  })
}

type Reason = 'password' | 'locked' | 'disabled' | 'unknown'

/** Records the attempt and counts it. @returns until when the account is locked now, if this attempt locked it */
async function refuse(
  options: LoginOptions,
  credentials: Credentials,
  user: UserRow | undefined,
  reason: Reason,
): Promise<number | null> {
  const { database, clock, maxFailures, lockMs, record } = options
  const { tenantId, username, ip } = credentials
  const entry = {
    subject: `user:${user?.id ?? NOBODY}`,
    actor: { userId: user?.id ?? NOBODY, name: user?.name },
    ip,
    payload: { username: username.slice(0, MAX_USERNAME_CHARS), reason },
  }
  return inTransaction(database, async (tx) => {
    await record(tx, tenantId, [{ action: 'login.failed', ...entry }])
    if (!user || reason !== 'password') return null
    const lockedUntil = clock() + lockMs
    const counted = await users(tx).countFailure(tenantId, user.id, maxFailures, lockedUntil)
    if (Number(counted?.locked_until ?? 0) !== lockedUntil) return null
    await record(tx, tenantId, [{ action: 'login.locked', ...entry, payload: { lockedUntil } }])
    return lockedUntil
  })
}

const locked = ({ clock }: LoginOptions, until: number) =>
  accountLocked(until, Math.max(1, Math.ceil((until - clock()) / MINUTE_MS)))
