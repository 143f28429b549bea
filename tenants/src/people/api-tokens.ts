import { randomBytes } from 'node:crypto'
import { apiTokens, inTransaction, newId, organs, type ApiTokenRow, type Database, type Tx } from '@lianban/storage'
import type { Authorization } from '../authorization/authorization.ts'
import { actorOf, type Caller } from '../caller.ts'
import { alreadyDecided, apiTokenInvalid, apiTokenNotFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { isAddressIn, isCidr } from './addresses.ts'
import { DAY_MS } from './days.ts'
import { hashOf } from './sessions.ts'

export interface ApiTokensOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  authorization: Pick<Authorization, 'assert'>
  /** Names of what a token may be given beside its topics. */
  rights: readonly string[]
}

export interface NewApiToken {
  name: string
  organId: string
  /** External tasks it may fetch and answer. */
  topics: readonly string[]
  rights: readonly string[]
  /** CIDR; none = from anywhere. */
  addresses: readonly string[]
  /** Days from now, at most 366. */
  days: number
}

/** A token as its administrators see it. */
export interface ApiToken {
  id: string
  /** How it begins. */
  hint: string
  name: string
  organId: string
  topics: string[]
  rights: string[]
  addresses: string[]
  createdAt: number
  createdBy: string
  expiresAt: number
  lastUsedAt: number | null
  lastUsedIp: string | null
  revokedAt: number | null
}

/** Whom a token lets in. */
export interface TokenHolder {
  tenantId: string
  tokenId: string
  name: string
  topics: readonly string[]
  rights: readonly string[]
}

export type TokenCheck = { holder: TokenHolder; refusal: null } | { holder: TokenHolder | null; refusal: TokenRefusal }
export type TokenRefusal = 'unknown' | 'revoked' | 'expired' | 'address'

/** Told apart from other secrets at a glance, and found by those who look for leaked ones. */
export const API_TOKEN_PREFIX = 'lbt_'
const TOKEN_BYTES = 32
const HINT_CHARS = 10
const MAX_NAME_CHARS = 64
const MAX_ENTRIES = 50
const MAX_DAYS = 366
const TOPIC = /^[\p{L}\p{N}._:-]{1,64}$/u
const MAX_PAGE = 200
/** The time of last use is written at most this often. */
const TOUCH_MS = 60_000
/** The same refusal of the same token is recorded once in so long: a worker that asks three times a second fills no log. */
const SAME_REFUSAL_MS = 60_000

const resource = { type: 'api-token' } as const

export type ApiTokens = ReturnType<typeof createApiTokens>

/** Tokens of workers and departmental systems: as little as is needed, for a year at most, ended at once. */
export const createApiTokens = (options: ApiTokensOptions) => ({ ...desk(options), ...door(options) })

function desk({ database, clock, record, authorization, rights }: ApiTokensOptions) {
  return {
    list: async (caller: Caller, page: { limit: number; after?: string }): Promise<{ items: ApiToken[]; next: string | null }> => {
      await authorization.assert(caller, 'list', resource)
      const limit = Math.min(page.limit, MAX_PAGE)
      const rows = await apiTokens(database).list(caller.tenantId, { ...page, limit })
      return { items: rows.map(present), next: rows.length < limit ? null : rows.at(-1)!.id }
    },

    /** @returns the token, this once. @throws NOT_AUTHORIZED, API_TOKEN_INVALID */
    create: async (caller: Caller, given: NewApiToken): Promise<{ id: string; token: string; expiresAt: number }> => {
      await authorization.assert(caller, 'create', resource)
      const { tenantId, userId } = caller
      const known = (await organs(database).get(tenantId, given.organId)) !== undefined
      const problems = problemsOf(given, known, rights)
      if (problems.length > 0) throw apiTokenInvalid(problems)
      const token = `${API_TOKEN_PREFIX}${randomBytes(TOKEN_BYTES).toString('base64url')}`
      const now = clock()
      const row: ApiTokenRow = {
        tenant_id: tenantId,
        id: newId(now),
        token_hash: hashOf(token),
        hint: token.slice(0, HINT_CHARS),
        name: given.name.trim(),
        organ_id: given.organId,
        topics: [...new Set(given.topics)],
        rights: [...new Set(given.rights)],
        addresses: [...new Set(given.addresses)],
        created_at: now,
        created_by: userId,
        expires_at: now + given.days * DAY_MS,
        last_used_at: null,
        last_used_ip: null,
        revoked_at: null,
        revoked_by: null,
      }
      await inTransaction(database, async (tx) => {
        await apiTokens(tx).insert(row)
        const { name, topics, rights: granted, addresses, expires_at: expiresAt } = row
        const payload = { name, topics, rights: granted, addresses, expiresAt }
        await record(tx, tenantId, [entryOf(caller, row, 'api-token.created', payload)])
      })
      return { id: row.id, token, expiresAt: row.expires_at }
    },

    /** From the next call on it opens nothing, in no process. @throws NOT_AUTHORIZED, API_TOKEN_NOT_FOUND, ALREADY_DECIDED */
    revoke: async (caller: Caller, id: string): Promise<void> => {
      await authorization.assert(caller, 'revoke', resource)
      const row = await apiTokens(database).get(caller.tenantId, id)
      if (!row) throw apiTokenNotFound(id)
      await inTransaction(database, async (tx) => {
        if (!(await apiTokens(tx).revoke(caller.tenantId, id, clock(), caller.userId))) throw alreadyDecided()
        await record(tx, caller.tenantId, [entryOf(caller, row, 'api-token.revoked', { name: row.name })])
      })
    },
  }
}

function door({ database, clock, record }: ApiTokensOptions) {
  const refusedAt = new Map<string, number>()

  /** Records that a known token was refused. Call it outside of a transaction. */
  const recordRefusal = async (holder: TokenHolder, ip: string, reason: string): Promise<void> => {
    const key = `${holder.tokenId} ${reason}`
    const now = clock()
    if (now - (refusedAt.get(key) ?? -Infinity) < SAME_REFUSAL_MS) return
    if (refusedAt.size >= 1000) refusedAt.clear()
    refusedAt.set(key, now)
    const actor = { userId: `token:${holder.tokenId}`, name: holder.name }
    const entry = { action: 'access.refused', subject: `api-token:${holder.tokenId}`, actor, ip, payload: { reason } }
    await inTransaction(database, (tx) => record(tx, holder.tenantId, [entry]))
  }

  return {
    recordRefusal,

    /** Reads the database at every call, so that a revoked token is refused at once. Refusals of a known token are recorded. */
    check: async (token: string, ip: string): Promise<TokenCheck> => {
      const row = token.startsWith(API_TOKEN_PREFIX) ? await apiTokens(database).byHash(hashOf(token)) : undefined
      if (!row) return { holder: null, refusal: 'unknown' }
      const holder = {
        tenantId: row.tenant_id,
        tokenId: row.id,
        name: row.name,
        topics: row.topics,
        rights: row.rights,
      }
      const refusal = refusalOf(row, ip, clock())
      if (refusal !== null) {
        await recordRefusal(holder, ip, refusal)
        return { holder, refusal }
      }
      if (clock() - Number(row.last_used_at ?? 0) >= TOUCH_MS || row.last_used_ip !== ip)
        await apiTokens(database).used(row.tenant_id, row.id, clock(), ip.slice(0, 64))
      return { holder, refusal: null }
    },
  }
}

function refusalOf(row: ApiTokenRow, ip: string, now: number): TokenRefusal | null {
  if (row.revoked_at !== null) return 'revoked'
  if (Number(row.expires_at) <= now) return 'expired'
  return isAddressIn(ip, row.addresses) ? null : 'address'
}

function problemsOf(given: NewApiToken, isOrganKnown: boolean, rights: readonly string[]): string[] {
  const { name, topics, addresses, days } = given
  const tooMany = [topics, given.rights, addresses].some((list) => list.length > MAX_ENTRIES)
  return [
    name.trim() !== '' && [...name].length <= MAX_NAME_CHARS ? [] : [`请填写名称,不超过 ${MAX_NAME_CHARS} 字。`],
    isOrganKnown ? [] : ['请选择使用单位。'],
    topics.length + given.rights.length > 0 ? [] : ['请至少填写一个任务主题或选择一项权限。'],
    tooMany ? [`每项不超过 ${MAX_ENTRIES} 个。`] : [],
    topics.filter((topic) => !TOPIC.test(topic)).map((topic) => `任务主题“${topic}”只能由文字、数字和 . _ : - 组成。`),
    given.rights.filter((right) => !rights.includes(right)).map((right) => `没有名为“${right}”的权限。`),
    addresses.filter((range) => !isCidr(range)).map((range) => `“${range}”不是地址或地址段,请写成 10.2.0.0/16 的形式。`),
    Number.isInteger(days) && days >= 1 && days <= MAX_DAYS ? [] : [`有效期应为 1 至 ${MAX_DAYS} 天。`],
  ].flat()
}

const entryOf = (caller: Caller, row: ApiTokenRow, action: string, payload: EntryInput['payload']): EntryInput => ({
  action,
  subject: `api-token:${row.id}`,
  organId: row.organ_id,
  actor: actorOf(caller),
  ip: caller.ip,
  payload,
})

const present = (row: ApiTokenRow): ApiToken => ({
  id: row.id,
  hint: row.hint,
  name: row.name,
  organId: row.organ_id,
  topics: row.topics,
  rights: row.rights,
  addresses: row.addresses,
  createdAt: Number(row.created_at),
  createdBy: row.created_by,
  expiresAt: Number(row.expires_at),
  lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
  lastUsedIp: row.last_used_ip,
  revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
})
