import {
  deliveries,
  inTransaction,
  type Database,
  type DeliveryChannel,
  type DeliveryQuery,
  type DeliveryRow,
  type DeliveryState,
} from '@lianban/storage'
import { actorOf, backoffMs, type Caller, type RetryPolicy } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import type { SupervisionEntry, TenantsPort } from '../cases/ports.ts'
import { DAY_MS } from '../clock/index.ts'
import type { Channel } from './channel.ts'
import { AttemptFailed, DeliveryError } from './delivery-error.ts'

/** Minutes and hours; given up after 16 to 33 hours. */
export const DELIVERY_RETRY: RetryPolicy = { firstRetryMs: 60_000, maxRetryMs: 6 * 3_600_000, maxAttempts: 14 }
/** Deliveries of one turn to one hook, or by mail. */
const MAX_DUE = 50
/** A server that died in the middle of an attempt keeps it for so long. */
const ATTEMPT_MS = 2 * 60_000
/** What arrived is forgotten after so long. */
const KEPT_MS = 90 * DAY_MS
const MAX_ERROR_CHARS = 500
const MAX_PAGE = 200

export interface OutboxOptions {
  database: Database
  tenants: Pick<TenantsPort, 'authorization' | 'supervision'>
  clock: () => number
  /** 0 to 1, so that retries do not come together. @default Math.random */
  random?: () => number
  /** Ways out that this installation has. */
  channels: Partial<Record<DeliveryChannel, Channel>>
}

/** A delivery as a desk shows it: where to, of what, how it went; not what it says. */
export interface DeliveryView {
  id: string
  channel: DeliveryChannel
  target: string
  topic: string
  title: string
  state: DeliveryState
  attempts: number
  createdAt: number
  nextAt: number | null
  sentAt: number | null
  status: number | null
  error: string | null
}

export type Outbox = ReturnType<typeof createOutbox>

/**
 * What leaves the house by mail and web hook. It was written in the transaction of what it tells of; here it is brought,
 * at least once, by whichever server takes it first, again and again until it is given up.
 */
export function createOutbox(options: OutboxOptions) {
  const { database, clock, tenants } = options
  const { record } = tenants.supervision

  return {
    /** Tries what is due: to each receiver one after the other, to different ones at once. @returns how many arrived */
    deliver: async (tenantId: string): Promise<number> => {
      const now = clock()
      const hooks = await deliveries(database).dueHooks(tenantId, now)
      const lanes: Lane[] = [{ channel: 'mail' }, ...hooks.map((target) => ({ channel: 'web-hook' as const, target }))]
      const sent = await Promise.all(
        lanes.map(async (lane) => deliverLane(options, await deliveries(database).due(tenantId, now, lane, MAX_DUE))),
      )
      return sent.reduce((sum, count) => sum + count, 0)
    },

    /** Tries one at once, whatever its turn. */
    deliverNow: async (row: DeliveryRow): Promise<DeliveryView> => {
      await attempt(options, row)
      return presentDelivery((await deliveries(database).get(row.tenant_id, row.id))!)
    },

    /** Newest first, with how many stand where. @throws NOT_AUTHORIZED */
    list: async (caller: Caller, query: DeliveryQuery) => {
      await tenants.authorization.assert(caller, 'list', { type: 'delivery' })
      const limit = Math.min(query.limit, MAX_PAGE)
      const rows = await deliveries(database).list(caller.tenantId, { ...query, limit })
      return {
        items: rows.map(presentDelivery),
        next: rows.length < limit ? null : rows.at(-1)!.id,
        counts: await deliveries(database).counts(caller.tenantId),
      }
    },

    /** Sends one again that arrived or was given up, from the first attempt on. @throws NOT_AUTHORIZED, DELIVERY_NOT_FOUND, DELIVERY_ON_ITS_WAY */
    resend: async (caller: Caller, id: string): Promise<void> => {
      await tenants.authorization.assert(caller, 'resend', { type: 'delivery', id })
      const row = await deliveries(database).get(caller.tenantId, id)
      if (!row) throw new DeliveryError('DELIVERY_NOT_FOUND', '没有这条投递记录')
      await inTransaction(database, async (tx) => {
        const again = await deliveries(tx).again(caller.tenantId, { id, states: ['sent', 'dead'] }, clock())
        if (again === 0) throw new DeliveryError('DELIVERY_ON_ITS_WAY', '该记录正在投递或者已不再投递,不能重新发送')
        const { channel, target, topic } = row
        await record(tx, caller.tenantId, [resent(caller, `delivery:${id}`, { channel, target, topic, state: row.state })])
      })
    },

    /** Sends again all that were given up. @returns how many @throws NOT_AUTHORIZED */
    resendDead: async (caller: Caller, channel?: DeliveryChannel): Promise<number> => {
      await tenants.authorization.assert(caller, 'resend', { type: 'delivery' })
      return inTransaction(database, async (tx) => {
        const again = await deliveries(tx).again(caller.tenantId, { states: ['dead'], channel }, clock())
        if (again > 0)
          await record(tx, caller.tenantId, [resent(caller, `delivery:${caller.tenantId}`, { channel: channel ?? null, count: again })])
        return again
      })
    },

    /** Forgets what arrived long ago. @returns how many */
    clearOld: (tenantId: string): Promise<number> => deliveries(database).clear(tenantId, clock() - KEPT_MS),
  }
}

/** Mail goes one by one through its server, hooks side by side; each by itself, so that one with much to wait for holds up no other. */
interface Lane {
  channel: DeliveryChannel
  target?: string
}

/** A receiver that fails is left alone until the next turn. */
async function deliverLane(options: OutboxOptions, lane: readonly DeliveryRow[]): Promise<number> {
  let sent = 0
  for (const row of lane) {
    const outcome = await attempt(options, row)
    if (outcome === 'failed') break
    if (outcome !== 'sent') continue
    sent++
    if (row.channel === 'web-hook' && row.attempts > 0) await hasten(options, row)
  }
  return sent
}

/** A hook that did not answer and answers again gets what has piled up, not at the ends of waits that have grown meanwhile. */
const hasten = ({ database, clock }: OutboxOptions, { tenant_id, target }: DeliveryRow): Promise<void> =>
  deliveries(database).hasten(tenant_id, target, clock() + ATTEMPT_MS, clock())

async function attempt(options: OutboxOptions, row: DeliveryRow): Promise<'sent' | 'failed' | 'elsewhere' | 'dropped'> {
  const { database, clock, channels } = options
  if (!(await deliveries(database).claim(row, clock() + ATTEMPT_MS))) return 'elsewhere'
  const attempts = row.attempts + 1
  try {
    const channel = channels[row.channel]
    if (!channel) throw new AttemptFailed('本系统未配置该投递方式')
    const outcome = await channel.send(row)
    const ended = { next_at: null, error: null }
    if (outcome === 'dropped') {
      await deliveries(database).settle(row, attempts, { ...ended, state: 'dropped' })
      return 'dropped'
    }
    await deliveries(database).settle(row, attempts, { ...ended, state: 'sent', sent_at: clock(), status: outcome.status })
    return 'sent'
  } catch (thrown) {
    await failed(options, row, attempts, thrown)
    return 'failed'
  }
}

async function failed(
  { database, clock, tenants, random = Math.random }: OutboxOptions,
  row: DeliveryRow,
  attempts: number,
  thrown: unknown,
) {
  const error = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, MAX_ERROR_CHARS)
  const status = thrown instanceof AttemptFailed ? thrown.status : null
  if (attempts < DELIVERY_RETRY.maxAttempts) {
    const next_at = clock() + backoffMs(DELIVERY_RETRY, attempts, random)
    await deliveries(database).settle(row, attempts, { error, status, next_at })
    return
  }
  await inTransaction(database, async (tx) => {
    if (!(await deliveries(tx).settle(row, attempts, { error, status, state: 'dead', next_at: null }))) return
    const payload = { channel: row.channel, target: row.target, topic: row.topic, attempts, error }
    const entry = { action: 'delivery.undelivered', subject: `delivery:${row.id}`, actor: SYSTEM_ACTOR, payload }
    await tenants.supervision.record(tx, row.tenant_id, [entry])
  })
}

const resent = (caller: Caller, subject: string, payload: SupervisionEntry['payload']): SupervisionEntry => ({
  action: 'delivery.resent',
  subject,
  actor: actorOf(caller),
  ip: caller.ip,
  payload,
})

/** Hand-picked: what a delivery says is nobody's business at a desk. */
export const presentDelivery = (row: DeliveryRow): DeliveryView => ({
  id: row.id,
  channel: row.channel,
  target: row.target,
  topic: row.topic,
  title: row.title,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.created_at,
  nextAt: row.next_at,
  sentAt: row.sent_at,
  status: row.status,
  error: row.error,
})
