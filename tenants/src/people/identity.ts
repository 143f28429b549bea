import { inTransaction, users, type Database, type Tx } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { createAccountPasswords } from './account-passwords.ts'
import { callerOfUser } from './caller-of-user.ts'
import { createCredentialsCheck, type Credentials } from './check-credentials.ts'
import { createLinkedIdentities } from './linked-identities.ts'
import { createLogin } from './login.ts'
import { APPLICANT_PASSWORD_POLICY, STAFF_PASSWORD_POLICY, type PasswordPolicies } from './password-policy.ts'
import type { ScryptCost } from './passwords.ts'
import type { Sealer } from './sealer.ts'
import { createSecondFactor, type SecondFactorMode } from './second-factor.ts'
import { createSessions, type IdleTimes } from './sessions.ts'

const MINUTE_MS = 60_000

/** What an installation may set about proving who one is. */
export interface IdentitySettings {
  passwords: PasswordPolicies
  idle: IdleTimes
  /** A session ends so long after its start, however much it is used. */
  sessionLifeMs: number
  /** Whether staff have one session at a time. */
  singleSession: boolean
  /** Wrong passwords and codes in a row that lock an account. */
  maxLoginFailures: number
  lockMs: number
  secondFactor: SecondFactorMode
  /** Posts whose holders must have a second factor where the mode is `required`. */
  secondFactorPosts: readonly string[]
}

/** Source: defaults for GB/T 22239-2019, 8.1.4.1, level 3. */
export const IDENTITY_DEFAULTS: IdentitySettings = {
  passwords: { staff: STAFF_PASSWORD_POLICY, applicant: APPLICANT_PASSWORD_POLICY },
  idle: {
    defaultMs: 15 * MINUTE_MS,
    windowMs: 30 * MINUTE_MS,
    windowPosts: ['window-clerk', 'delivery-clerk'],
    applicantMs: 30 * MINUTE_MS,
  },
  sessionLifeMs: 12 * 60 * MINUTE_MS,
  singleSession: true,
  maxLoginFailures: 5,
  lockMs: 15 * MINUTE_MS,
  secondFactor: 'required',
  secondFactorPosts: ['system-admin', 'security-admin', 'audit-admin', 'approver', 'organ-leader', 'disciplinary-auditor'],
}

export interface IdentityOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  prepare(tenantId: string): Promise<void>
  scrypt: ScryptCost
  sealer: Sealer
  settings: IdentitySettings
}

/** Everything about proving who one is, wired. */
export function createIdentity({ prepare, scrypt, sealer, settings, ...common }: IdentityOptions) {
  const lockOut = { maxFailures: settings.maxLoginFailures, lockMs: settings.lockMs }
  const passwords = createAccountPasswords({ ...common, ...lockOut, scrypt, policies: settings.passwords })
  const { secondFactor: mode, secondFactorPosts: posts } = settings
  const secondFactor = createSecondFactor({ ...common, ...lockOut, sealer, mode, posts })
  const { idle, sessionLifeMs: lifeMs, singleSession: single } = settings
  const sessions = createSessions({ ...common, prepare, idle, lifeMs, single })
  const identities = createLinkedIdentities(common)
  const checkCredentials = createCredentialsCheck({ ...common, ...lockOut, scrypt })
  const login = createLogin({ ...common, prepare, checkCredentials, passwords, secondFactor, sessions, identities })

  return {
    passwords,
    secondFactor,
    sessions,
    identities,
    login,

    /**
     * Checks the password alone: for programs and tests. A person logs in by `login`, which asks for all that is due.
     * @throws LOGIN_FAILED, ACCOUNT_LOCKED, ONE_TIME_PASSWORD_OVER
     */
    authenticate: async (credentials: Credentials): Promise<Caller> => {
      const { database, clock, record } = common
      const { tenantId, ip } = credentials
      const user = await checkCredentials(credentials)
      const actor = { userId: user.id, name: user.name }
      await inTransaction(database, async (tx) => {
        await users(tx).clearFailures(tenantId, user.id)
        await record(tx, tenantId, [
          { action: 'login.succeeded', subject: `user:${user.id}`, actor, ip, payload: { method: 'password-alone' } },
        ])
      })
      return { ...(await callerOfUser(database, user, clock())), ip }
    },
  }
}
