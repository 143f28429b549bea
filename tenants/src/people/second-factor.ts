import { inTransaction, secondFactors, sessions, users, userPasswords, type Database, type Tx, type UserRow } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import { enrolmentOver, secondFactorNeeded, secondFactorRefused, secondPersonNeeded, userNotFound, type TenantsError } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { countFailure, lockedError, lockedUntil, type LockOut } from './lock-out.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts'
import type { Sealer } from './sealer.ts'
import { manualKeyOf, newTotpSecret, stepOfCode, totpUri } from './totp.ts'

/** Who must have a second factor: the holders of the posts named; whoever likes; nobody, and none is asked for at login. */
export type SecondFactorMode = 'required' | 'optional' | 'off'

export interface SecondFactorOptions extends LockOut {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  sealer: Sealer
  mode: SecondFactorMode
  /** Posts whose holders must have one where the mode is `required`. */
  posts: readonly string[]
}

export interface Who {
  tenantId: string
  userId: string
  ip?: string
}

/** What the person puts into the authenticator app; shown while enrolling and never again. */
export interface Enrolment {
  /** `otpauth://…`, to be shown as a QR code. */
  uri: string
  /** The same for typing, base 32. */
  manualKey: string
  expiresAt: number
}

/** Time between the QR code and the first code. */
const ENROLMENT_LIFE_MS = 15 * 60_000
const ISSUER = '联办'

type Proof = 'code' | 'recovery-code' | null
type Outcome = { proof: Proof; lockedUntil: number | null }

export type SecondFactor = ReturnType<typeof createSecondFactor>

/**
 * Second factor: time-based codes of an authenticator app (RFC 6238), and ten recovery codes. A code works once; wrong ones
 * count to the same lock-out as wrong passwords. Secrets are sealed, recovery codes hashed.
 */
export const createSecondFactor = (options: SecondFactorOptions) => ({
  ...asking(options),
  ...enrolling(options),
  ...removing(options),
})

function asking(options: SecondFactorOptions) {
  const { database, clock, mode, posts } = options
  return {
    /** Whether this person may do nothing without one. */
    isRequiredFor: (caller: Caller): boolean => mode === 'required' && caller.posts.some(({ post }) => posts.includes(post)),

    /** Whether people may have one at all. */
    isOffered: mode !== 'off',

    /** Whether a login of this person asks for it. */
    isAskedOf: async ({ tenantId, userId }: Who): Promise<boolean> =>
      mode !== 'off' && (await secondFactors(database).get(tenantId, userId)) !== undefined,

    /** Whether there is one, since when, and how many recovery codes are left. */
    stateOf: async ({ tenantId, userId }: Who): Promise<{ since: number | null; recoveryCodesLeft: number }> => ({
      since: Number((await secondFactors(database).get(tenantId, userId))?.confirmed_at ?? 0) || null,
      recoveryCodesLeft: await secondFactors(database).recoveryCodesLeft(tenantId, userId),
    }),

    /**
     * For a step that needs more than the session: whether this is the code of now, not used before. Recovery codes do not
     * count. False also where the person has no second factor or is locked out.
     */
    verify: async (who: Who & { code: string }): Promise<boolean> => (await prove(options, who, { recovery: false })).proof !== null,

    /** At login: a code of the app or a recovery code. @throws SECOND_FACTOR_REFUSED, ACCOUNT_LOCKED */
    assert: async (who: Who & { code: string }): Promise<void> => {
      const { proof, lockedUntil: until } = await prove(options, who, { recovery: true })
      if (proof !== null) return
      throw until === null ? secondFactorRefused() : lockedError(until, clock())
    },
  }
}

/** The person's row is locked meanwhile, so that guesses sent at the same time are judged one after the other. */
async function prove(
  options: SecondFactorOptions,
  { tenantId, userId, code, ip }: Who & { code: string },
  { recovery }: { recovery: boolean },
): Promise<Outcome> {
  const { database, clock, record } = options
  return inTransaction(database, async (tx): Promise<Outcome> => {
    const user = await userPasswords(tx).getLocked(tenantId, userId)
    if (!user || user.disabled_at !== null) return { proof: null, lockedUntil: null }
    const write = (action: string, payload: EntryInput['payload']): Promise<void> =>
      record(tx, tenantId, [entryOf(user, action, { actor: { userId, name: user.name }, ip }, payload)])
    const until = lockedUntil(user, clock())
    if (until !== null) {
      await write('second-factor.refused', { reason: 'locked' })
      return { proof: null, lockedUntil: until }
    }
    const proof = await takeProof(tx, options, user, code, recovery)
    if (proof !== null) {
      await users(tx).clearFailures(tenantId, userId)
      await write('second-factor.proved', { by: proof })
      return { proof, lockedUntil: null }
    }
    await write('second-factor.refused', { reason: 'code' })
    return { proof: null, lockedUntil: await countFailure(tx, options, user, ip) }
  })
}

async function takeProof(
  tx: Tx,
  { clock, sealer }: SecondFactorOptions,
  { tenant_id: tenantId, id: userId }: UserRow,
  typed: string,
  recovery: boolean,
): Promise<Proof> {
  const row = await secondFactors(tx).get(tenantId, userId)
  if (!row) return null
  const secret = await sealer.open(row.sealed_secret, contextOf(tenantId, userId))
  const step = stepOfCode(secret, typed.replace(/\s/g, ''), clock())
  if (step !== null) return (await secondFactors(tx).useStep(tenantId, userId, step)) ? 'code' : null
  const hash = recovery ? recoveryCodeHash(typed) : null
  if (hash === null) return null
  return (await secondFactors(tx).useRecoveryCode(tenantId, userId, hash, clock())) ? 'recovery-code' : null
}

function enrolling(options: SecondFactorOptions) {
  const { database, clock, record, sealer } = options

  /** A new secret, in the place of one that was not confirmed. It protects nothing before it is confirmed. */
  const begin = async ({ tenantId, userId }: Who): Promise<Enrolment> => {
    const user = await knownUser(database, tenantId, userId)
    const secret = newTotpSecret()
    const sealed = await sealer.seal(secret, contextOf(tenantId, userId))
    const expiresAt = clock() + ENROLMENT_LIFE_MS
    const row = { tenant_id: tenantId, user_id: userId, sealed_secret: sealed, expires_at: expiresAt }
    await inTransaction(database, async (tx) => {
      await secondFactors(tx).putEnrolment(row)
      const by = { actor: { userId, name: user.name } }
      await record(tx, tenantId, [entryOf(user, 'second-factor.enrolment-begun', by, {})])
    })
    return present(secret, user, expiresAt)
  }

  return {
    begin,

    /** The one that was begun, or a new one. */
    beginOnce: async (who: Who): Promise<Enrolment> => {
      const row = await secondFactors(database).enrolment(who.tenantId, who.userId)
      if (!row || Number(row.expires_at) <= clock()) return begin(who)
      const secret = await sealer.open(row.sealed_secret, contextOf(who.tenantId, who.userId))
      return present(secret, await knownUser(database, who.tenantId, who.userId), Number(row.expires_at))
    },

    /**
     * The first code proves that the app has the secret. @returns the recovery codes, this once
     * @throws ENROLMENT_OVER, SECOND_FACTOR_REFUSED, ACCOUNT_LOCKED
     */
    confirm: async (given: Who & { code: string }): Promise<string[]> => {
      const codes = newRecoveryCodes()
      const refusal = await inTransaction(database, (tx) => confirmEnrolment(tx, options, given, codes))
      if (refusal) throw refusal
      return codes
    },

    /** New recovery codes in the place of those that are left. The caller has proved himself again. */
    renewRecoveryCodes: async ({ tenantId, userId, ip }: Who): Promise<string[]> => {
      const codes = newRecoveryCodes()
      await inTransaction(database, async (tx) => {
        const user = await knownUser(tx, tenantId, userId)
        await secondFactors(tx).replaceRecoveryCodes(tenantId, userId, hashesOf(codes))
        const by = { actor: { userId, name: user.name }, ip }
        await record(tx, tenantId, [entryOf(user, 'second-factor.recovery-codes-renewed', by, {})])
      })
      return codes
    },
  }
}

/** @returns a refusal to be thrown once the attempt is recorded and counted. @throws ENROLMENT_OVER */
async function confirmEnrolment(
  tx: Tx,
  options: SecondFactorOptions,
  { tenantId, userId, ip, code }: Who & { code: string },
  recoveryCodes: readonly string[],
): Promise<TenantsError | null> {
  const { clock, record, sealer } = options
  const user = await userPasswords(tx).getLocked(tenantId, userId)
  const row = await secondFactors(tx).enrolment(tenantId, userId)
  if (!user || !row || Number(row.expires_at) <= clock()) throw enrolmentOver()
  const by = { actor: { userId, name: user.name }, ip }
  const until = lockedUntil(user, clock())
  if (until !== null) return lockedError(until, clock())
  const secret = await sealer.open(row.sealed_secret, contextOf(tenantId, userId))
  const step = stepOfCode(secret, code.replace(/\s/g, ''), clock())
  if (step === null) {
    await record(tx, tenantId, [entryOf(user, 'second-factor.refused', by, { reason: 'enrolment' })])
    const locked = await countFailure(tx, options, user, ip)
    return locked === null ? secondFactorRefused() : lockedError(locked, clock())
  }
  if (!(await secondFactors(tx).takeEnrolment(row))) throw enrolmentOver()
  const { sealed_secret } = row
  const proved = { confirmed_at: clock(), last_step: step }
  await secondFactors(tx).put({ tenant_id: tenantId, user_id: userId, sealed_secret, ...proved })
  await secondFactors(tx).replaceRecoveryCodes(tenantId, userId, hashesOf(recoveryCodes))
  await record(tx, tenantId, [entryOf(user, 'second-factor.enrolled', by, {})])
  return null
}

const removing = ({ database, clock, record, mode, posts }: SecondFactorOptions) => ({
  /** The owner, who has proved himself again, does without. @throws SECOND_FACTOR_NEEDED */
  remove: ({ tenantId, userId, ip, posts: held }: Caller): Promise<void> =>
    inTransaction(database, async (tx) => {
      if (mode === 'required' && held.some(({ post }) => posts.includes(post))) throw secondFactorNeeded()
      const user = await knownUser(tx, tenantId, userId)
      if (!(await secondFactors(tx).delete(tenantId, userId))) return
      const by = { actor: { userId, name: user.name }, ip }
      await record(tx, tenantId, [entryOf(user, 'second-factor.removed', by, {})])
    }),

  /**
   * For a person who has lost telephone and recovery codes: his sessions end, and he enrols anew at the next login.
   * @throws USER_NOT_FOUND, SECOND_PERSON_NEEDED
   */
  reset: ({ tenantId, userId, by }: { tenantId: string; userId: string; by: ByWhom }): Promise<void> =>
    inTransaction(database, async (tx) => {
      if (by.actor.userId === userId) throw secondPersonNeeded()
      const user = await knownUser(tx, tenantId, userId)
      const had = await secondFactors(tx).delete(tenantId, userId)
      const end = { at: clock(), reason: 'second-factor-reset' }
      const endedSessions = await sessions(tx).endOfUser(tenantId, userId, end)
      await record(tx, tenantId, [entryOf(user, 'second-factor.reset', by, { had, endedSessions })])
    }),
})

const contextOf = (tenantId: string, userId: string): string => `second-factor ${tenantId} ${userId}`

const present = (secret: Buffer, user: UserRow, expiresAt: number): Enrolment => ({
  uri: totpUri(secret, ISSUER, user.username),
  manualKey: manualKeyOf(secret),
  expiresAt,
})

const hashesOf = (codes: readonly string[]): string[] => codes.map((code) => recoveryCodeHash(code)!)

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
