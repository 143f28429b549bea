import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { inTransaction, sessions, users, type Database, type SessionRow, type Tx } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import { sessionNotFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { callerOfUser } from './caller-of-user.ts'

/** How long a session may lie unused, by what the person does. Milliseconds. */
export interface IdleTimes {
  defaultMs: number
  /** For people who hold window posts and no other. */
  windowMs: number
  windowPosts: readonly string[]
  /** At home, with a long form. */
  applicantMs: number
}

export interface SessionsOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  /** Makes the rules of the session's tenant ready before its caller is handed out. */
  prepare(tenantId: string): Promise<void>
  idle: IdleTimes
  /** Ends so long after its start, however much it is used. */
  lifeMs: number
  /** Whether staff have one session at a time: a new one ends the one before. */
  single: boolean
}

export interface OpenedSession {
  /** Goes into the cookie; nowhere else. */
  token: string
  csrfToken: string
  /** End of its life, UTC epoch milliseconds; it ends earlier when unused. */
  expiresAt: number
}

export interface ResolvedSession {
  caller: Caller
  csrfToken: string
  expiresAt: number
  method: LoginMethod
}

export type LoginMethod = SessionRow['method']

/** Why a session ended before its time. */
export type SessionEnd =
  'replaced' | 'password-changed' | 'password-reset' | 'second-factor-reset' | 'disabled' | 'no-post' | 'ended-by-owner'

/** One of a person's own sessions, as he sees it. */
export interface OwnSession {
  id: string
  ip: string | null
  /** As the browser names itself. */
  userAgent: string | null
  openedAt: number
  seenAt: number
}

/** 256 bits from the system's generator. */
const TOKEN_BYTES = 32
/** The time of last use is written at most this often. */
const TOUCH_MS = 60_000
const SESSION_ID_CHARS = 16
const MAX_IP_CHARS = 64
const MAX_USER_AGENT_CHARS = 191

/** Sessions in the database, by the hash of their token. Opening, ending and running out are in the supervision log. */
export const createSessions = (options: SessionsOptions) => ({
  ...opening(options),
  ...resolving(options),
  ...ending(options),

  /** Whether the token that came with the request is the one of the session; takes the same time either way. */
  isCsrfToken: (token: string, given: string): boolean => {
    const [expected, actual] = [Buffer.from(csrfTokenOf(token)), Buffer.from(given)]
    return expected.length === actual.length && timingSafeEqual(expected, actual)
  },
})

function opening({ database, clock, record, prepare, idle, lifeMs, single }: SessionsOptions) {
  /** In the caller's transaction; the token is new, whatever the browser had before. */
  const openIn = async (tx: Tx, caller: Caller, how: { method?: LoginMethod; userAgent?: string } = {}): Promise<OpenedSession> => {
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const now = clock()
    const expiresAt = now + lifeMs
    const { tenantId, userId, name, ip } = caller
    await sessions(tx).deleteExpired(now)
    if (single && caller.kind === 'staff') {
      const ended = await sessions(tx).endOfUser(tenantId, userId, { at: now, reason: 'replaced' })
      const payload = { reason: 'replaced', sessions: ended }
      const entry = { action: 'session.ended', subject: `user:${userId}`, actor: { userId, name }, ip, payload }
      if (ended > 0) await record(tx, tenantId, [entry])
    }
    await sessions(tx).insert({
      token_hash: hashOf(token),
      tenant_id: tenantId,
      user_id: userId,
      ip: ip?.slice(0, MAX_IP_CHARS) ?? null,
      user_agent: how.userAgent?.slice(0, MAX_USER_AGENT_CHARS) ?? null,
      method: how.method ?? 'password',
      opened_at: now,
      seen_at: now,
      expires_at: expiresAt,
      idle_ms: idleMsOf(caller, idle),
      ended_at: null,
      end_reason: null,
    })
    return { token, csrfToken: csrfTokenOf(token), expiresAt }
  }
  return {
    openIn,
    /** Opens a session for a caller who has just proved who he is. */
    open: async (caller: Caller, how: { method?: LoginMethod; userAgent?: string } = {}): Promise<OpenedSession> => {
      await prepare(caller.tenantId)
      return inTransaction(database, (tx) => openIn(tx, caller, how))
    },
  }
}

function resolving(options: SessionsOptions) {
  const { database, clock, prepare } = options
  return {
    /**
     * The caller of a token with the posts he holds now, or null.
     * @param from address of this request, the tenant it is for (another tenant's session is none there), and whether the
     * request is the browser's own doing, which keeps no session alive
     */
    resolve: async (token: string, from: { ip?: string; tenantId?: string; byItself?: boolean } = {}): Promise<ResolvedSession | null> => {
      const now = clock()
      const tokenHash = hashOf(token)
      const row = await sessions(database).get(tokenHash)
      if (!row || row.tenant_id !== (from.tenantId ?? row.tenant_id) || row.ended_at !== null) return null
      if (hasRunOut(row, now)) {
        await close(options, row, 'session.expired')
        return null
      }
      const user = await users(database).get(row.tenant_id, row.user_id)
      if (!user || user.disabled_at !== null) return endOne(options, row, 'disabled')
      const caller = await callerOfUser(database, user, now)
      if (isWithoutPost(caller)) return endOne(options, row, 'no-post')
      // A touch may be late by so much; what is written must not shorten the idle time by that.
      const touchMs = Math.min(TOUCH_MS, Number(row.idle_ms) / 4)
      if (!from.byItself && now - Number(row.seen_at) >= touchMs) await sessions(database).touch(tokenHash, now)
      await prepare(row.tenant_id)
      return {
        caller: { ...caller, sessionId: idOf(row), ip: from.ip ?? row.ip ?? undefined },
        csrfToken: csrfTokenOf(token),
        expiresAt: Number(row.expires_at),
        method: row.method,
      }
    },

    /** Why the session of this token ended before its time, for its browser; null if it did not. */
    endOf: async (token: string): Promise<{ reason: SessionEnd; at: number } | null> => {
      const row = await sessions(database).get(hashOf(token))
      return row?.end_reason == null ? null : { reason: row.end_reason as SessionEnd, at: Number(row.ended_at) }
    },
  }
}

function ending(options: SessionsOptions) {
  const { database, clock, record } = options
  const endOwn = ({ tenantId, userId, name, ip }: Caller, which: { only?: string; except?: string }): Promise<number> =>
    inTransaction(database, async (tx) => {
      const end = { at: clock(), reason: 'ended-by-owner', ...which }
      const ended = await sessions(tx).endOfUser(tenantId, userId, end)
      const payload = { reason: 'ended-by-owner', sessions: ended }
      const entry = { action: 'session.ended', subject: `user:${userId}`, actor: { userId, name }, ip, payload }
      if (ended > 0) await record(tx, tenantId, [entry])
      return ended
    })
  return {
    /** Logs out. Nothing happens if the session is not there any more. */
    close: async (token: string): Promise<void> => {
      const row = await sessions(database).get(hashOf(token))
      if (row) await close(options, row, 'session.closed')
    },

    /** The caller's open sessions, last used first. */
    own: async ({ tenantId, userId }: Caller): Promise<OwnSession[]> => {
      const now = clock()
      const rows = await sessions(database).ofUser(tenantId, userId)
      return rows.filter((row) => !hasRunOut(row, now)).map(presentOwn)
    },

    /** Ends one of the caller's own. @throws SESSION_NOT_FOUND */
    endOwn: async (caller: Caller, id: string): Promise<void> => {
      const row = (await sessions(database).ofUser(caller.tenantId, caller.userId)).find((one) => idOf(one) === id)
      if (!row || (await endOwn(caller, { only: row.token_hash })) === 0) throw sessionNotFound()
    },

    /** Ends all of the caller's own, this one too unless `exceptToken` names it. @returns how many */
    endAllOwn: (caller: Caller, exceptToken?: string): Promise<number> =>
      endOwn(caller, exceptToken === undefined ? {} : { except: hashOf(exceptToken) }),
  }
}

/** Staff without any post, own or lent, have nothing to do here. */
export const isWithoutPost = ({ kind, posts, actsFor }: Caller): boolean => kind === 'staff' && posts.length === 0 && !actsFor?.length

/** The longer time is for those alone who sit at a window: who decides as well goes by the shorter. */
export const idleMsOf = ({ kind, posts }: Caller, idle: IdleTimes): number => {
  if (kind === 'applicant') return idle.applicantMs
  const isAtWindow = posts.length > 0 && posts.every(({ post }) => idle.windowPosts.includes(post))
  return isAtWindow ? idle.windowMs : idle.defaultMs
}

const hasRunOut = (row: SessionRow, now: number): boolean =>
  now >= Number(row.expires_at) || now - Number(row.seen_at) >= Number(row.idle_ms)

async function close({ database, record }: SessionsOptions, row: SessionRow, action: 'session.closed' | 'session.expired'): Promise<void> {
  await inTransaction(database, async (tx) => {
    if (!(await sessions(tx).delete(row.token_hash))) return
    await record(tx, row.tenant_id, [await entryOf(tx, row, action, {})])
  })
}

async function endOne({ database, clock, record }: SessionsOptions, row: SessionRow, reason: SessionEnd): Promise<null> {
  await inTransaction(database, async (tx) => {
    const end = { at: clock(), reason, only: row.token_hash }
    if ((await sessions(tx).endOfUser(row.tenant_id, row.user_id, end)) === 0) return
    await record(tx, row.tenant_id, [await entryOf(tx, row, 'session.ended', { reason, sessions: 1 })])
  })
  return null
}

async function entryOf(tx: Tx, row: SessionRow, action: string, payload: EntryInput['payload']): Promise<EntryInput> {
  const user = await users(tx).get(row.tenant_id, row.user_id)
  const actor = user ? { userId: user.id, name: user.name } : { userId: row.user_id }
  return { action, subject: `user:${row.user_id}`, actor, ip: row.ip ?? undefined, payload }
}

const presentOwn = (row: SessionRow): OwnSession => ({
  id: idOf(row),
  ip: row.ip,
  userAgent: row.user_agent,
  openedAt: Number(row.opened_at),
  seenAt: Number(row.seen_at),
})

const idOf = (row: SessionRow): string => row.token_hash.slice(0, SESSION_ID_CHARS)

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Follows from the session's token, which only its owner has: nothing to store, nothing to mix up. */
const csrfTokenOf = (token: string): string => createHmac('sha256', token).update('lianban csrf').digest('base64url')
