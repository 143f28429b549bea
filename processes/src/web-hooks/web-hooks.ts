import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { deliveries, inTransaction, MAX_WEB_HOOKS, newId, webHooks, type Database, type WebHookRow } from '@lianban/storage'
import { actorOf, type Reach, type Sealer } from '@lianban/tenants'
import type { Caller, SupervisionEntry, TenantsPort } from '../cases/ports.ts'
import { DAY_MS } from '../clock/index.ts'
import { DeliveryError } from '../delivery/delivery-error.ts'
import type { DeliveryView, Outbox } from '../delivery/outbox.ts'
import { isWebHookEvent } from './events.ts'
import { sealedFor } from './hook-channel.ts'
import { pingOf } from './tell-hooks.ts'

/** How long the secret before signs beside the new one, so that the receiver can change over. */
const OLD_SECRET_MS = DAY_MS
const SECRET_PREFIX = 'lbwh_'
const SECRET_BYTES = 32
const MAX_NAME_CHARS = 100
const MAX_URL_CHARS = 1000

export interface WebHooksOptions {
  database: Database
  tenants: Pick<TenantsPort, 'authorization' | 'supervision'>
  clock: () => number
  sealer: Sealer
  mayReach: Reach
  outbox: Pick<Outbox, 'deliverNow'>
}

export interface WebHookGiven {
  name: string
  url: string
  events: readonly string[]
}

/** A hook as its desk shows it; the secret never. */
export interface WebHookView {
  id: string
  name: string
  url: string
  events: string[]
  createdAt: number
  /** Until when the secret before signs too; null: there is one alone. */
  oldSecretUntil: number | null
  disabledAt: number | null
}

export type WebHooks = ReturnType<typeof createWebHooks>

/** Addresses of other houses that are told of events, for the system administrator of the tenant. */
export function createWebHooks(options: WebHooksOptions) {
  const { database, tenants, clock, sealer, outbox } = options
  const assert = (caller: Caller, action: 'list' | 'configure'): Promise<unknown> =>
    tenants.authorization.assert(caller, action, { type: 'web-hook' })

  const find = async (caller: Caller, id: string): Promise<WebHookRow> => {
    const row = await webHooks(database).get(caller.tenantId, id)
    if (!row) throw new DeliveryError('WEB_HOOK_NOT_FOUND', '没有这个推送地址')
    return row
  }

  /** A change with its entry. */
  const change = (caller: Caller, row: WebHookRow, patch: Partial<WebHookRow>, action: string): Promise<void> =>
    inTransaction(database, async (tx) => {
      await webHooks(tx).change(caller.tenantId, row.id, patch)
      await tenants.supervision.record(tx, caller.tenantId, [entryOf(caller, { ...row, ...patch }, action)])
    })

  return {
    /** @throws NOT_AUTHORIZED */
    list: async (caller: Caller): Promise<WebHookView[]> => {
      await assert(caller, 'list')
      return (await webHooks(database).list(caller.tenantId)).map((row) => present(row, clock()))
    },

    /** @returns the secret, this once @throws NOT_AUTHORIZED, WEB_HOOK_INVALID */
    create: async (caller: Caller, given: WebHookGiven): Promise<{ id: string; secret: string }> => {
      await assert(caller, 'configure')
      const known = await webHooks(database).list(caller.tenantId)
      if (known.length >= MAX_WEB_HOOKS) throw invalid(`推送地址最多 ${MAX_WEB_HOOKS} 个`)
      const checked = checkedHook(given, options.mayReach)
      const id = newId(clock())
      const secret = newSecret()
      const row: WebHookRow = {
        ...checked,
        tenant_id: caller.tenantId,
        id,
        secret: await sealer.seal(Buffer.from(secret), sealedFor({ tenant_id: caller.tenantId, id })),
        old_secret: null,
        old_until: null,
        created_at: clock(),
        created_by: caller.userId,
        disabled_at: null,
      }
      await inTransaction(database, async (tx) => {
        await webHooks(tx).insert(row)
        await tenants.supervision.record(tx, caller.tenantId, [entryOf(caller, row, 'web-hook.created')])
      })
      return { id, secret }
    },

    /** @throws NOT_AUTHORIZED, WEB_HOOK_NOT_FOUND, WEB_HOOK_INVALID */
    update: async (caller: Caller, id: string, given: WebHookGiven): Promise<void> => {
      await assert(caller, 'configure')
      await change(caller, await find(caller, id), checkedHook(given, options.mayReach), 'web-hook.changed')
    },

    /** Switches it off, and on again; what waits for one that is off is not brought. @throws NOT_AUTHORIZED, WEB_HOOK_NOT_FOUND */
    enable: async (caller: Caller, id: string, isOn: boolean): Promise<void> => {
      await assert(caller, 'configure')
      const disabled_at = isOn ? null : clock()
      await change(caller, await find(caller, id), { disabled_at }, isOn ? 'web-hook.enabled' : 'web-hook.disabled')
    },

    /** A new secret; the one before signs beside it for a day. @returns it, this once @throws NOT_AUTHORIZED, WEB_HOOK_NOT_FOUND */
    rotate: async (caller: Caller, id: string): Promise<{ secret: string; oldSecretUntil: number }> => {
      await assert(caller, 'configure')
      const row = await find(caller, id)
      const secret = newSecret()
      const old_until = clock() + OLD_SECRET_MS
      const sealed = await sealer.seal(Buffer.from(secret), sealedFor(row))
      await change(caller, row, { secret: sealed, old_secret: row.secret, old_until }, 'web-hook.secret-replaced')
      return { secret, oldSecretUntil: old_until }
    },

    /** Calls it now, with an event that says nothing. @returns how it went @throws NOT_AUTHORIZED, WEB_HOOK_NOT_FOUND */
    ping: async (caller: Caller, id: string): Promise<DeliveryView> => {
      await assert(caller, 'configure')
      const row = pingOf(await find(caller, id), newId(clock()), clock())
      await inTransaction(database, (tx) => deliveries(tx).insert([row]))
      return outbox.deliverNow(row)
    },
  }
}

const newSecret = (): string => SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64url')

const invalid = (message: string): DeliveryError => new DeliveryError('WEB_HOOK_INVALID', message)

/** @throws WEB_HOOK_INVALID */
function checkedHook({ name, url, events }: WebHookGiven, mayReach: Reach): Pick<WebHookRow, 'name' | 'url' | 'events'> {
  const trimmed = name.trim()
  if (trimmed === '' || [...trimmed].length > MAX_NAME_CHARS) throw invalid(`请填写名称,不超过 ${MAX_NAME_CHARS} 字`)
  const unknown = events.find((event) => !isWebHookEvent(event))
  if (unknown !== undefined) throw invalid(`没有名为“${unknown}”的事件`)
  if (events.length === 0) throw invalid('请至少选择一个事件')
  return { name: trimmed, url: checkedUrl(url.trim(), mayReach), events: [...new Set(events)] }
}

/** What can be said before the name is looked up, which happens at every call. @throws WEB_HOOK_INVALID */
function checkedUrl(text: string, mayReach: Reach): string {
  const url = text.length <= MAX_URL_CHARS && URL.canParse(text) ? new URL(text) : null
  if (!url || !['https:', 'http:'].includes(url.protocol)) throw invalid('地址不正确,请填写以 https:// 开头的完整地址')
  if (url.username !== '' || url.password !== '') throw invalid('地址中不得包含用户名和密码;请由接收方以签名核验来源')
  if (url.hash !== '') throw invalid('地址中不得包含 # 之后的部分')
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isLoopbackName = host === 'localhost'
  if (!isSecure && !mayReach(isLoopbackName ? '127.0.0.1' : host, false)) throw invalid('须使用 https 地址')
  if (isIP(host) !== 0 && !mayReach(host, isSecure)) throw invalid(`地址 ${host} 是内网或者保留地址,未经系统配置放行(HOOK_NETWORKS)`)
  return url.href
}

const present = (row: WebHookRow, now: number): WebHookView => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: row.events,
  createdAt: row.created_at,
  oldSecretUntil: row.old_until !== null && row.old_until > now ? row.old_until : null,
  disabledAt: row.disabled_at,
})

/** The query may hold a token: the log has the rest. */
function entryOf(caller: Caller, { id, name, url, events }: WebHookRow, action: string): SupervisionEntry {
  const { origin, pathname } = new URL(url)
  const payload = { name, address: origin + pathname, events }
  return { action, subject: `web-hook:${id}`, actor: actorOf(caller), ip: caller.ip, payload }
}
