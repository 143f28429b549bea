import { createHash, randomBytes } from 'node:crypto'
import { inTransaction, loginAttempts, users, type Database, type LoginAttemptRow, type Tx, type UserRow } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import { loginOver, loginStepNotDue, noPost } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { AccountPasswords } from './account-passwords.ts'
import { callerOfUser } from './caller-of-user.ts'
import type { Credentials } from './check-credentials.ts'
import type { LinkedIdentities, Identity } from './linked-identities.ts'
import { lockedError, lockedUntil } from './lock-out.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { Enrolment, SecondFactor } from './second-factor.ts'
import { hashOf, isWithoutPost, type createSessions, type LoginMethod, type OpenedSession } from './sessions.ts'

export interface LoginOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  /** Makes the rules of the tenant ready before its caller is handed out. */
  prepare(tenantId: string): Promise<void>
  checkCredentials(credentials: Credentials): Promise<UserRow>
  passwords: AccountPasswords
  secondFactor: SecondFactor
  sessions: Pick<ReturnType<typeof createSessions>, 'openIn'>
  identities: Pick<LinkedIdentities, 'linkIn'>
}

/** What stands between the first proof and a session, in this order; `link` is for an identity that means nobody yet. */
export type LoginStep = 'link' | 'second-factor' | 'password' | 'enrolment'

/** Either a session, or the next step with the token of the login under way (a new one, or null: the one that came). */
export type LoginProgress =
  { step: null; session: OpenedSession; caller: Caller; method: LoginMethod } | { step: LoginStep; token: string | null; expiresAt: number }

/** The step that is due, for the screen. */
export interface LoginStepView {
  step: LoginStep
  expiresAt: number
  /** Of the account, or of the identity that is not linked yet. */
  name: string
  password?: { reason: 'one-time' | 'expired'; policy: PasswordPolicy }
  enrolment?: Enrolment
}

/** Where a request of a login under way comes from. */
export interface From {
  tenantId: string
  ip?: string
  userAgent?: string
}

const TOKEN_BYTES = 32
/** From the first proof to the session; an app may have to be installed meanwhile. */
const ATTEMPT_LIFE_MS = 15 * 60_000
const VERSION_CHARS = 16

interface Under {
  attempt: LoginAttemptRow
  user: UserRow
  caller: Caller
  step: LoginStep | null
}

/**
 * A login in steps: first proof (password, or OpenID Connect), second factor, another password where it is due, enrolment of
 * a second factor where it is missing. What is proved so far is kept under a token that opens nothing; the step that is due
 * is worked out anew at every call, so that none can be left out by calling the next.
 */
export const createLogin = (options: LoginOptions) => {
  const moves = progress(options)
  return { ...firstProofs(options, moves), ...laterSteps(options, moves) }
}

type Moves = ReturnType<typeof progress>

function firstProofs(options: LoginOptions, { begin }: Moves) {
  const { database, clock } = options
  return {
    /**
     * @param linkToken a login under way by an identity that means nobody yet: it is linked when this login is done
     * @throws LOGIN_FAILED, ACCOUNT_LOCKED, ONE_TIME_PASSWORD_OVER, NO_POST, LOGIN_OVER
     */
    withPassword: async (credentials: Credentials & From, linkToken?: string): Promise<LoginProgress> => {
      const waiting = linkToken === undefined ? undefined : await knownAttempt(options, credentials.tenantId, linkToken)
      const user = await options.checkCredentials(credentials)
      const identity = waiting?.user_id === null ? identityOf(waiting) : null
      const progressed = await begin(user, { method: 'password', identity, isSecondFactorProved: false }, credentials)
      if (waiting) await loginAttempts(database).delete(waiting.token_hash)
      return progressed
    },

    /** By an identity that the issuer vouches for. @throws ACCOUNT_LOCKED, NO_POST; LOGIN_FAILED for an account that is closed */
    withIdentity: async (
      identity: Identity,
      known: { userId: string | null; isSecondFactorProved: boolean },
      from: From,
    ): Promise<LoginProgress> => {
      const { isSecondFactorProved } = known
      const user = known.userId === null ? undefined : await users(database).get(from.tenantId, known.userId)
      if (user) return begin(user, { method: 'oidc', identity: null, isSecondFactorProved }, from)
      const { token, row } = newAttempt(from, null, { method: 'oidc', identity, isSecondFactorProved: false }, clock())
      await loginAttempts(database).insert(row, clock())
      return { step: 'link', token, expiresAt: row.expires_at }
    },

    /** The person gives up. */
    abandon: async (token: string): Promise<void> => {
      await loginAttempts(database).delete(hashOf(token))
    },
  }
}

function laterSteps(options: LoginOptions, { advance, resume }: Moves) {
  const { database, clock, passwords, secondFactor } = options
  return {
    /** What is due now. @throws LOGIN_OVER */
    current: async (token: string, from: From): Promise<LoginStepView> => {
      const waiting = await knownAttempt(options, from.tenantId, token)
      const expiresAt = Number(waiting.expires_at)
      if (waiting.user_id === null) return { step: 'link', expiresAt, name: waiting.subject_name ?? '' }
      const { user, step } = await resume(token, from)
      if (step === null) throw loginOver()
      const view = { step, expiresAt, name: user.name }
      if (step === 'password') return { ...view, password: { reason: passwords.dueOf(user)!, policy: passwords.policyOf(user) } }
      if (step === 'enrolment') return { ...view, enrolment: await secondFactor.beginOnce(whoOf(user, from)) }
      return view
    },

    /** @throws SECOND_FACTOR_REFUSED, ACCOUNT_LOCKED, LOGIN_OVER, LOGIN_STEP_NOT_DUE */
    proveSecondFactor: async (token: string, code: string, from: From): Promise<LoginProgress> => {
      const under = await due(resume(token, from), 'second-factor')
      await secondFactor.assert({ ...whoOf(under.user, from), code })
      await loginAttempts(database).secondFactorDone(under.attempt.token_hash, clock())
      return advance(await resume(token, from), from)
    },

    /** @throws PASSWORD_TOO_WEAK, PASSWORD_REUSED, LOGIN_OVER, LOGIN_STEP_NOT_DUE */
    choosePassword: async (token: string, password: string, from: From): Promise<LoginProgress> => {
      const { user, attempt } = await due(resume(token, from), 'password')
      const changed = await passwords.choose({ ...whoOf(user, from), password, keepAttempt: true })
      await loginAttempts(database).passwordChanged(attempt.token_hash, versionOf(changed))
      return advance(await resume(token, from), from)
    },

    /** @returns also the recovery codes, this once. @throws SECOND_FACTOR_REFUSED, ACCOUNT_LOCKED, ENROLMENT_OVER, LOGIN_OVER, LOGIN_STEP_NOT_DUE */
    enrol: async (token: string, code: string, from: From): Promise<{ progress: LoginProgress; recoveryCodes: string[] }> => {
      const { user, attempt } = await due(resume(token, from), 'enrolment')
      const recoveryCodes = await secondFactor.confirm({ ...whoOf(user, from), code })
      await loginAttempts(database).secondFactorDone(attempt.token_hash, clock())
      return { progress: await advance(await resume(token, from), from), recoveryCodes }
    },
  }
}

interface FirstProof {
  method: LoginMethod
  /** To be linked when the login is done. */
  identity: Identity | null
  isSecondFactorProved: boolean
}

function progress(options: LoginOptions) {
  const { database, clock, passwords, secondFactor } = options

  const stepOf = async (attempt: LoginAttemptRow, user: UserRow, caller: Caller): Promise<LoginStep | null> => {
    const isProved = attempt.second_factor_at !== null
    const isEnrolled = await secondFactor.isAskedOf({ tenantId: user.tenant_id, userId: user.id })
    if (!isProved && isEnrolled) return 'second-factor'
    if (attempt.method === 'password' && passwords.dueOf(user) !== null) return 'password'
    return !isProved && !isEnrolled && secondFactor.isRequiredFor(caller) ? 'enrolment' : null
  }

  const advance = async ({ attempt, user, caller, step }: Under, from: From): Promise<LoginProgress> => {
    if (step !== null) return { step, token: null, expiresAt: Number(attempt.expires_at) }
    await options.prepare(user.tenant_id)
    const session = await inTransaction(database, (tx) => finish(tx, options, { attempt, user, caller, from }))
    return { step: null, session, caller, method: attempt.method }
  }

  /** The login under way of this token, with what is due. @throws LOGIN_OVER */
  const resume = async (token: string, from: From): Promise<Under> => {
    const attempt = await knownAttempt(options, from.tenantId, token)
    const user = attempt.user_id === null ? undefined : await users(database).get(from.tenantId, attempt.user_id)
    if (!user || user.disabled_at !== null || attempt.password_version !== versionOf(user)) throw loginOver()
    const caller = { ...(await callerOfUser(database, user, clock())), ip: from.ip }
    return { attempt, user, caller, step: await stepOf(attempt, user, caller) }
  }

  const begin = async (user: UserRow, proof: FirstProof, from: From): Promise<LoginProgress> => {
    const until = lockedUntil(user, clock())
    if (until !== null) throw lockedError(until, clock())
    const caller = { ...(await callerOfUser(database, user, clock())), ip: from.ip }
    if (user.disabled_at !== null || isWithoutPost(caller)) {
      const reason = user.disabled_at !== null ? 'disabled' : 'no-post'
      await inTransaction(database, (tx) =>
        options.record(tx, user.tenant_id, [entryOf(user, 'login.failed', from, { reason, method: proof.method })]),
      )
      throw noPost()
    }
    const { token, row } = newAttempt(from, user, proof, clock())
    const step = await stepOf(row, user, caller)
    await loginAttempts(database).insert(row, clock())
    return withToken(await advance({ attempt: row, user, caller, step }, from), token)
  }
  return { advance, resume, begin }
}

const withToken = (progressed: LoginProgress, token: string): LoginProgress =>
  progressed.step === null ? progressed : { ...progressed, token }

/** Of two calls that finish the same login one is told that it is over. */
async function finish(
  tx: Tx,
  options: LoginOptions,
  { attempt, user, caller, from }: Omit<Under, 'step'> & { from: From },
): Promise<OpenedSession> {
  if (!(await loginAttempts(tx).delete(attempt.token_hash))) throw loginOver()
  await users(tx).clearFailures(user.tenant_id, user.id)
  const identity = identityOf(attempt)
  if (identity) await options.identities.linkIn(tx, { identity, user, by: byOf(user, from) })
  const session = await options.sessions.openIn(tx, caller, { method: attempt.method, userAgent: from.userAgent })
  const payload = { method: attempt.method, secondFactor: attempt.second_factor_at !== null }
  await options.record(tx, user.tenant_id, [entryOf(user, 'login.succeeded', from, payload)])
  return session
}

async function due(resumed: Promise<Under>, step: LoginStep): Promise<Under> {
  const under = await resumed
  if (under.step !== step) throw loginStepNotDue()
  return under
}

async function knownAttempt({ database, clock }: LoginOptions, tenantId: string, token: string): Promise<LoginAttemptRow> {
  const row = await loginAttempts(database).get(hashOf(token))
  if (!row || row.tenant_id !== tenantId || Number(row.expires_at) <= clock()) throw loginOver()
  return row
}

function newAttempt(from: From, user: UserRow | null, proof: FirstProof, now: number) {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const row: LoginAttemptRow = {
    token_hash: hashOf(token),
    tenant_id: from.tenantId,
    user_id: user?.id ?? null,
    method: proof.method,
    second_factor_at: proof.isSecondFactorProved ? now : null,
    password_version: user && versionOf(user),
    issuer: proof.identity?.issuer ?? null,
    subject: proof.identity?.subject ?? null,
    subject_name: proof.identity?.name ?? null,
    expires_at: now + ATTEMPT_LIFE_MS,
  }
  return { token, row }
}

const identityOf = ({ issuer, subject, subject_name: name }: LoginAttemptRow): Identity | null =>
  issuer === null || subject === null ? null : { issuer, subject, name: name ?? '' }

const versionOf = ({ password_hash }: UserRow): string => createHash('sha256').update(password_hash).digest('hex').slice(0, VERSION_CHARS)

const whoOf = (user: UserRow, { ip }: From) => ({ tenantId: user.tenant_id, userId: user.id, ip })

const byOf = (user: UserRow, { ip }: From) => ({ actor: { userId: user.id, name: user.name }, ip })

const entryOf = (user: UserRow, action: string, from: From, payload: EntryInput['payload']): EntryInput => ({
  action,
  subject: `user:${user.id}`,
  ...byOf(user, from),
  payload,
})
