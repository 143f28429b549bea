import {
  inTransaction,
  loginAttempts,
  passwordHistory,
  sessions,
  userPasswords,
  users,
  type Database,
  type Tx,
  type UserRow,
} from '@lianban/storage'
import { alreadyDecided, passwordReused, passwordWrong, secondPersonNeeded, userNotFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { countFailure, lockedError, lockedUntil, type LockOut } from './lock-out.ts'
import { oneTimePassword } from './one-time-password.ts'
import {
  checkPassword,
  isExpirySoon,
  oneTimeEnd,
  passwordDue,
  passwordExpiry,
  type PasswordPolicies,
  type PasswordPolicy,
} from './password-policy.ts'
import { hashPassword, verifyPassword, type ScryptCost } from './passwords.ts'
import type { Who } from './second-factor.ts'
import { hashOf } from './sessions.ts'

export interface AccountPasswordsOptions extends LockOut {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  scrypt: ScryptCost
  policies: PasswordPolicies
}

/** What the owner is told of his password. */
export interface PasswordState {
  setAt: number | null
  /** null = it does not expire. */
  expiresAt: number | null
  expiresSoon: boolean
  policy: PasswordPolicy
}

export interface ToUser {
  tenantId: string
  userId: string
  by: ByWhom
}

export type AccountPasswords = ReturnType<typeof createAccountPasswords>

/** Choosing, changing and handing out passwords; locking and unlocking. */
export const createAccountPasswords = (options: AccountPasswordsOptions) => ({
  ...byOwner(options),
  ...byAdministrator(options),
})

function byOwner(options: AccountPasswordsOptions) {
  const { database, clock, policies } = options
  const policyOf = ({ kind }: UserRow): PasswordPolicy => policies[kind]

  return {
    policyOf,

    dueOf: (user: UserRow): 'one-time' | 'expired' | null => passwordDue(policyOf(user), user, clock()),

    stateOf: async ({ tenantId, userId }: Who): Promise<PasswordState> => {
      const user = await knownUser(database, tenantId, userId)
      const expiresAt = passwordExpiry(policyOf(user), user)
      const expiresSoon = isExpirySoon(policyOf(user), expiresAt, clock())
      return { setAt: Number(user.password_set_at) || null, expiresAt, expiresSoon, policy: policyOf(user) }
    },

    /**
     * Asks for the password again before something that the session alone does not allow. Wrong ones count to the lock-out.
     * @throws PASSWORD_WRONG, ACCOUNT_LOCKED
     */
    reauthenticate: async (who: Who & { password: string }): Promise<void> => {
      const user = await knownUser(database, who.tenantId, who.userId)
      const until = lockedUntil(user, clock())
      if (until !== null) throw lockedError(until, clock())
      if (await verifyPassword(who.password, user.password_hash)) return
      const locked = await inTransaction(database, async (tx) => {
        const entry = entryOf(user, 'login.failed', ownerOf(user, who.ip), { reason: 'reauthentication' })
        await options.record(tx, user.tenant_id, [entry])
        return countFailure(tx, options, user, who.ip)
      })
      throw locked === null ? passwordWrong() : lockedError(locked, clock())
    },

    /**
     * The owner chooses another; his other sessions end, and every login under way.
     * @param keepToken token of the session that goes on @throws PASSWORD_TOO_WEAK, PASSWORD_REUSED, ALREADY_DECIDED
     */
    choose: async (who: Who & { password: string; keepToken?: string; keepAttempt?: boolean }): Promise<UserRow> => {
      const user = await knownUser(database, who.tenantId, who.userId)
      const policy = policyOf(user)
      checkPassword(policy, who.password, user)
      await assertNew(options, user, policy, who.password)
      const hash = await hashPassword(who.password, options.scrypt)
      return inTransaction(database, async (tx) => {
        const now = { password_hash: hash, password_set_at: clock(), one_time_until: null, is_demo: 0 }
        if (!(await userPasswords(tx).replace(user.tenant_id, user.id, user.password_hash, now))) throw alreadyDecided()
        await keepOld(tx, user, policy, clock())
        const except = who.keepToken === undefined ? {} : { except: hashOf(who.keepToken) }
        const end = { at: clock(), reason: 'password-changed', ...except }
        const endedSessions = await sessions(tx).endOfUser(user.tenant_id, user.id, end)
        if (!who.keepAttempt) await loginAttempts(tx).deleteOfUser(user.tenant_id, user.id)
        const entry = entryOf(user, 'user.password-changed', ownerOf(user, who.ip), { endedSessions })
        await options.record(tx, user.tenant_id, [entry])
        return { ...user, ...now }
      })
    },
  }
}

function byAdministrator(options: AccountPasswordsOptions) {
  const { database, clock, policies, record, scrypt } = options
  return {
    /**
     * Hands out a password that serves for the next login alone; every session of the user ends.
     * @returns it, this once. @throws USER_NOT_FOUND; SECOND_PERSON_NEEDED for one's own account, which goes by `choose`
     */
    reset: async ({ tenantId, userId, by }: ToUser): Promise<{ password: string; validUntil: number }> => {
      if (by.actor.userId === userId) throw secondPersonNeeded()
      const password = oneTimePassword()
      const hash = await hashPassword(password, scrypt)
      return inTransaction(database, async (tx) => {
        const user = await knownUser(tx, tenantId, userId)
        const validUntil = oneTimeEnd(policies[user.kind], clock())
        const handedOut = { password_hash: hash, password_set_at: 0, one_time_until: validUntil, is_demo: 0 }
        if (!(await userPasswords(tx).replace(tenantId, userId, user.password_hash, handedOut))) throw alreadyDecided()
        await users(tx).clearFailures(tenantId, userId)
        // A password that was handed out is no one's choice and is not remembered as used.
        if (Number(user.password_set_at) !== 0) await keepOld(tx, user, policies[user.kind], clock())
        const end = { at: clock(), reason: 'password-reset' }
        const endedSessions = await sessions(tx).endOfUser(tenantId, userId, end)
        await loginAttempts(tx).deleteOfUser(tenantId, userId)
        await record(tx, tenantId, [entryOf(user, 'user.password-reset', by, { validUntil, endedSessions })])
        return { password, validUntil }
      })
    },

    /** Ends a lock-out before its time; nothing happens if there is none. @throws USER_NOT_FOUND */
    unlock: ({ tenantId, userId, by }: ToUser): Promise<void> =>
      inTransaction(database, async (tx) => {
        const user = await knownUser(tx, tenantId, userId)
        if (user.locked_until === null && user.failed_count === 0) return
        await users(tx).clearFailures(tenantId, userId)
        await record(tx, tenantId, [entryOf(user, 'user.unlocked', by, { lockedUntil: user.locked_until })])
      }),
  }
}

async function assertNew(
  { database }: AccountPasswordsOptions,
  user: UserRow,
  { historySize }: PasswordPolicy,
  password: string,
): Promise<void> {
  const old = await passwordHistory(database).last(user.tenant_id, user.id, Math.max(0, historySize - 1))
  for (const hash of [user.password_hash, ...old.map((row) => row.password_hash)].slice(0, Math.max(1, historySize)))
    if (await verifyPassword(password, hash)) throw passwordReused(historySize)
}

const keepOld = (tx: Tx, user: UserRow, { historySize }: PasswordPolicy, now: number): Promise<void> =>
  passwordHistory(tx).add(
    { tenant_id: user.tenant_id, user_id: user.id, password_hash: user.password_hash, replaced_at: now },
    Math.max(0, historySize - 1),
  )

const ownerOf = (user: UserRow, ip: string | undefined): ByWhom => ({ actor: { userId: user.id, name: user.name }, ip })

const entryOf = (user: UserRow, action: string, by: ByWhom, payload: EntryInput['payload']): EntryInput => ({
  action,
  subject: `user:${user.id}`,
  ...by,
  payload,
})

async function knownUser(db: Tx, tenantId: string, userId: string): Promise<UserRow> {
  const row = await users(db).get(tenantId, userId)
  if (!row) throw userNotFound(userId)
  return row
}
