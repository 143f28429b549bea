import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { inTransaction, sessions, users, type Database, type SessionRow, type Tx } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { callerOfUser } from './caller-of-user.ts'

export interface SessionsOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  /** Makes the rules of the session's tenant ready before its caller is handed out. */
  prepare(tenantId: string): Promise<void>
  /** Unused for so long, it ends. */
  idleMs: number
  /** Ends so long after its start, however much it is used. */
  lifeMs: number
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
}

/** 256 bits from the system's generator. */
const TOKEN_BYTES = 32
/** The time of last use is written at most this often. */
const TOUCH_MS = 60_000
const SESSION_ID_CHARS = 16
const MAX_IP_CHARS = 64

/** Sessions in the database, by the hash of their token. Opening, ending and running out are in the supervision log. */
export function createSessions(options: SessionsOptions) {
  const { database, clock, prepare, idleMs, lifeMs } = options
  // A touch may be late by TOUCH_MS; what is written must not shorten the idle time by that.
  const touchMs = Math.min(TOUCH_MS, idleMs / 4)

  return {
    /** Opens a session for a caller who has just proved who he is. */
    open: async (caller: Caller): Promise<OpenedSession> => {
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const now = clock()
      const expiresAt = now + lifeMs
      const { tenantId, userId, ip } = caller
      await prepare(tenantId)
      await inTransaction(database, async (tx) => {
        await sessions(tx).deleteExpired(now, idleMs)
        const row = {
          token_hash: hashOf(token),
          tenant_id: tenantId,
          user_id: userId,
          ip: ip?.slice(0, MAX_IP_CHARS) ?? null,
        }
        await sessions(tx).insert({ ...row, opened_at: now, seen_at: now, expires_at: expiresAt })
      })
      return { token, csrfToken: csrfTokenOf(token), expiresAt }
    },

    /**
     * The caller of a token with the posts he holds now, or null.
     * @param from address of this request, and the tenant it is for: another tenant's session is none there
     */
    resolve: async (token: string, from: { ip?: string; tenantId?: string } = {}): Promise<ResolvedSession | null> => {
      const now = clock()
      const tokenHash = hashOf(token)
      const row = await sessions(database).get(tokenHash)
      if (!row || row.tenant_id !== (from.tenantId ?? row.tenant_id)) return null
      if (hasEnded(row, now, idleMs)) {
        await end(options, row, 'session.expired')
        return null
      }
      const user = await users(database).get(row.tenant_id, row.user_id)
      if (!user || user.disabled_at !== null) return null
      if (now - Number(row.seen_at) >= touchMs) await sessions(database).touch(tokenHash, now)
      await prepare(row.tenant_id)
      const caller = await callerOfUser(database, user, now)
      const sessionId = tokenHash.slice(0, SESSION_ID_CHARS)
      return {
        caller: { ...caller, sessionId, ip: from.ip ?? row.ip ?? undefined },
        csrfToken: csrfTokenOf(token),
        expiresAt: Number(row.expires_at),
      }
    },

    /** Logs out. Nothing happens if the session is not there any more. */
    close: async (token: string): Promise<void> => {
      const row = await sessions(database).get(hashOf(token))
      if (row) await end(options, row, 'session.closed')
    },

    /** Whether the token that came with the request is the one of the session; takes the same time either way. */
    isCsrfToken: (token: string, given: string): boolean => {
      const [expected, actual] = [Buffer.from(csrfTokenOf(token)), Buffer.from(given)]
      return expected.length === actual.length && timingSafeEqual(expected, actual)
    },
  }
}

const hasEnded = (row: SessionRow, now: number, idleMs: number): boolean =>
  now >= Number(row.expires_at) || now - Number(row.seen_at) >= idleMs

async function end(
  { database, record }: SessionsOptions,
  row: SessionRow,
  action: 'session.closed' | 'session.expired',
): Promise<void> {
  await inTransaction(database, async (tx) => {
    if (!(await sessions(tx).delete(row.token_hash))) return
    const user = await users(tx).get(row.tenant_id, row.user_id)
    const actor = user ? { userId: user.id, name: user.name } : { userId: row.user_id }
    await record(tx, row.tenant_id, [
      { action, subject: `user:${row.user_id}`, actor, ip: row.ip ?? undefined, payload: {} },
    ])
  })
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Follows from the session's token, which only its owner has: nothing to store, nothing to mix up. */
const csrfTokenOf = (token: string): string => createHmac('sha256', token).update('lianban csrf').digest('base64url')
