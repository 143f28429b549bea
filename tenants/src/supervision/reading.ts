import { entryNotFound } from '../errors.ts'
import { organs, supervision as supervisionRows, users, type Database, type SupervisionCheckpointRow } from '@lianban/storage'
import type { JsonValue } from '../json.ts'
import { logOrigin, type Checkpoint } from './checkpoint.ts'
import { entryOfRow, type LeafEntry } from './entry.ts'
import { ED25519_SHA256 } from './suite.ts'

/** Rows of a page at most. */
const MAX_PAGE = 200
/** Entries that a reader of the sealed log gets at once. */
const MAX_SEALED = 1_000

/** One line of the log as a desk shows it. */
export interface LogEntry {
  /** Place in the log, from 0; null until sealed. */
  index: number | null
  id: string
  /** UTC epoch milliseconds. */
  at: number
  action: string
  subject: string
  organId: string | null
  organName: string | null
  actorId: string
  actorName: string | null
  onBehalfOf: string | null
  ip: string | null
  payload: JsonValue
  /** Name, address and payload were taken away; another entry tells of it. */
  erased: boolean
  /** Hex leaf hash. */
  hash: string
}

/** One sealed entry, for those who read the log in its order and remember where they were. */
export interface SealedEntry {
  /** Place in the log, from 0. */
  seq: number
  id: string
  /** UTC epoch milliseconds. */
  at: number
  action: string
  subject: string
  organId: string | null
  actorId: string
  onBehalfOf: string | null
  /** Null if none was given, or once erased. */
  actorName: string | null
  /** Null once erased. */
  payload: JsonValue
}

/** What a desk searches for. Instants in UTC epoch milliseconds, `until` exclusive. */
export interface LogSearch {
  from?: number
  until?: number
  /** User id or user name. */
  actor?: string
  action?: string
  subject?: string
  limit: number
  /** What the last page gave as `next`. */
  after?: string
}

/** Kinds of entries that a system audit log shows: who came in, who may what, what was done with the log; no cases. */
export const SYSTEM_KINDS = [
  'api-token',
  'delegation',
  'delivery',
  'emergency-access',
  'login',
  'organ',
  'password',
  'policy',
  'post',
  'separation-waiver',
  'server',
  'session',
  'supervision',
  'tenant',
  'token',
  'user',
  'web-hook',
] as const

export interface LogStatus {
  size: number
  /** Hex; null before the first head. */
  root: string | null
  lastCheckpoint: Checkpoint | null
  /** Entries that wait for the sealer. */
  unsealed: number
}

/** Pages and the state of the log. */
const entryPages = (database: Database) => ({
  /** Entries in the order of writing. `limit` is at most 200; `after` is what the last page gave as `next`. */
  entries: async (
    tenantId: string,
    page: { subject?: string; limit: number; after?: string },
  ): Promise<{ items: LogEntry[]; next: string | null }> => {
    const limit = Math.min(page.limit, MAX_PAGE)
    const rows = await supervisionRows(database).listEntries(tenantId, {
      subject: page.subject,
      after: page.after,
      limit,
    })
    const names = await organNames(database, tenantId)
    const items = rows.map((row) => present(entryOfRow(row), names))
    return { items, next: rows.length < limit ? null : rows.at(-1)!.id }
  },

  /**
   * Sealed entries with a place from `from` on, in the order of the log; fewer than `limit` (at most 1,000) mean that
   * the end is reached. A place is given once and for ever, so `from` = last `seq` + 1 goes on without gap or repeat.
   */
  sealed: async (tenantId: string, { from, limit }: { from: number; limit: number }): Promise<SealedEntry[]> => {
    const rows = await supervisionRows(database).sealedEntries(tenantId, from, Math.min(limit, MAX_SEALED))
    return rows.map((row) => sealedEntry(entryOfRow(row)))
  },

  /** Entries newest first. `limit` is at most 200. @throws ENTRY_NOT_FOUND if `after` is no place of this log */
  search: (tenantId: string, search: LogSearch): Promise<{ items: LogEntry[]; next: string | null }> =>
    searchEntries(database, tenantId, search),

  /** The same for the audit administrator: only what concerns the system, never the content of a case. */
  systemLog: (tenantId: string, search: LogSearch): Promise<{ items: LogEntry[]; next: string | null }> =>
    searchEntries(database, tenantId, search, SYSTEM_KINDS),

  /** @throws ENTRY_NOT_FOUND */
  entry: async (tenantId: string, id: string): Promise<LogEntry> => {
    const row = await supervisionRows(database).entry(tenantId, id)
    if (!row) throw entryNotFound(id)
    return present(entryOfRow(row), await organNames(database, tenantId))
  },
})

const heads = (database: Database) => ({
  /** Signed heads, newest first. `limit` is at most 200; `after` is the size of the last one seen. */
  latestCheckpoints: async (
    tenantId: string,
    page: { limit: number; after?: number | string },
  ): Promise<{ items: Checkpoint[]; next: string | null }> => {
    const log = await supervisionRows(database).log(tenantId)
    const limit = Math.min(page.limit, MAX_PAGE)
    const before = Number(page.after ?? Number.MAX_SAFE_INTEGER)
    const rows = await supervisionRows(database).latestCheckpoints(tenantId, limit, Number.isSafeInteger(before) ? before : 0)
    return {
      items: rows.map((row) => checkpointOfRow(row, log?.suite)),
      next: rows.length < limit ? null : String(rows.at(-1)!.size),
    }
  },

  /** The instant of the oldest entry that waits for the sealer; null if none does. */
  oldestUnsealed: async (tenantId: string): Promise<number | null> => {
    const [waiting] = await supervisionRows(database).waitingEntries(tenantId, 1)
    const entry = waiting && (await supervisionRows(database).entry(tenantId, waiting.id))
    return entry ? Number(entry.at) : null
  },

  /** Signed heads, oldest first. `limit` is at most 200; `after` is the size of the last one seen. */
  checkpoints: async (tenantId: string, page: { limit: number; after?: number | string }): Promise<Checkpoint[]> => {
    const log = await supervisionRows(database).log(tenantId)
    const after = Number(page.after ?? -1)
    const rows = await supervisionRows(database).listCheckpoints(
      tenantId,
      Math.min(page.limit, MAX_PAGE),
      Number.isFinite(after) ? after : -1,
    )
    return rows.map((row) => checkpointOfRow(row, log?.suite))
  },

  status: async (tenantId: string): Promise<LogStatus> => {
    const log = await supervisionRows(database).log(tenantId)
    const last = await supervisionRows(database).lastCheckpoint(tenantId)
    return {
      size: log?.size ?? 0,
      root: last?.root ?? null,
      lastCheckpoint: last ? checkpointOfRow(last, log?.suite) : null,
      unsealed: await supervisionRows(database).countWaiting(tenantId),
    }
  },
})

export const reading = (database: Database) => ({ ...entryPages(database), ...heads(database) })

async function searchEntries(
  database: Database,
  tenantId: string,
  search: LogSearch,
  kinds?: readonly string[],
): Promise<{ items: LogEntry[]; next: string | null }> {
  const limit = Math.min(search.limit, MAX_PAGE)
  const { from, until, action, subject } = search
  const rows = await supervisionRows(database).searchEntries(tenantId, {
    from,
    until,
    action,
    subject,
    kinds,
    limit,
    actorId: search.actor && (await userIdOf(database, tenantId, search.actor)),
    after: search.after === undefined ? undefined : cursorOf(search.after),
  })
  const names = await organNames(database, tenantId)
  const last = rows.at(-1)
  return {
    items: rows.map((row) => present(entryOfRow(row), names)),
    next: rows.length < limit || !last ? null : `${last.at}.${last.id}`,
  }
}

/** A person types the name for logging in; a link carries the id. */
const userIdOf = async (database: Database, tenantId: string, text: string): Promise<string> =>
  (await users(database).byUsername(tenantId, text))?.id ?? text

const organNames = async (database: Database, tenantId: string): Promise<Map<string, string>> =>
  new Map((await organs(database).list(tenantId)).map(({ id, name }) => [id, name]))

function cursorOf(after: string): { at: number; id: string } {
  const [at, id] = after.split('.')
  if (!/^\d{1,15}$/.test(at ?? '') || !id) throw entryNotFound(after)
  return { at: Number(at), id }
}

const present = (entry: LeafEntry, organNames: ReadonlyMap<string, string>): LogEntry => ({
  index: entry.seq,
  id: entry.id,
  at: entry.at,
  action: entry.action,
  subject: entry.subject,
  organId: entry.organId,
  organName: entry.organId === null ? null : (organNames.get(entry.organId) ?? null),
  actorId: entry.actorId,
  actorName: entry.details?.actorName ?? null,
  onBehalfOf: entry.onBehalfOf,
  ip: entry.details?.ip ?? null,
  payload: entry.details?.payload ?? null,
  erased: entry.details === null,
  hash: entry.hash,
})

const sealedEntry = ({ details, ...entry }: LeafEntry): SealedEntry => ({
  seq: entry.seq!,
  id: entry.id,
  at: entry.at,
  action: entry.action,
  subject: entry.subject,
  organId: entry.organId,
  actorId: entry.actorId,
  onBehalfOf: entry.onBehalfOf,
  actorName: details?.actorName ?? null,
  payload: details?.payload ?? null,
})

export const checkpointOfRow = (row: SupervisionCheckpointRow, suite = ED25519_SHA256.name): Checkpoint => ({
  origin: logOrigin(row.tenant_id),
  size: row.size,
  root: row.root,
  at: row.at,
  suite,
  note: row.note,
})
