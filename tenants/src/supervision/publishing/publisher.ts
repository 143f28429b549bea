import {
  inTransaction,
  newId,
  supervision as supervisionRows,
  supervisionDeliveries,
  type Database,
  type SupervisionDeliveryRow,
  type Tx,
} from '@lianban/storage'
import { actorOf, type Caller } from '../../caller.ts'
import { deliveryNotDead, deliveryNotFound } from '../../errors.ts'
import { backoffMs } from '../../outbound/index.ts'
import type { EntryInput } from '../entry.ts'
import { checkpointOfRow } from '../reading.ts'
import { fingerprint, type Signers } from '../signer.ts'
import type { PublishTarget } from './target.ts'

const MINUTE_MS = 60_000

export const PUBLISH_DEFAULTS = {
  /** At most one head to a place in so long. */
  everyMs: 60 * MINUTE_MS,
  firstRetryMs: MINUTE_MS,
  maxRetryMs: 6 * 60 * MINUTE_MS,
  /** About two days. */
  maxAttempts: 14,
} as const
/** Deliveries of one round. */
const MAX_DUE = 50
/** A server that died in the middle of an attempt keeps it for so long. */
const ATTEMPT_MS = 2 * MINUTE_MS
const MAX_TEXT_CHARS = 500

export interface PublisherOptions {
  database: Database
  clock: () => number
  signers: Signers
  targets: readonly PublishTarget[]
  /** @default PUBLISH_DEFAULTS.everyMs */
  everyMs?: number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
}

/** A delivery as a desk shows it. */
export interface Delivery {
  id: string
  target: string
  kind: PublishTarget['kind'] | null
  address: string | null
  size: number
  state: SupervisionDeliveryRow['state']
  attempts: number
  createdAt: number
  nextAt: number | null
  sentAt: number | null
  location: string | null
  error: string | null
}

/** Brings signed heads to places outside the database, and keeps on trying. */
export const publishing = (options: PublisherOptions) => {
  const { database, clock, targets, everyMs = PUBLISH_DEFAULTS.everyMs, record } = options
  const find = async (tenantId: string, id: string): Promise<SupervisionDeliveryRow> => {
    const row = await supervisionDeliveries(database).get(tenantId, id)
    if (!row) throw deliveryNotFound(id)
    return row
  }

  return {
    publishTargets: targets.map(({ name, kind, address }) => ({ name, kind, address })),

    /** Puts the latest head on its way to every place whose turn it is, then tries what is due. @returns how many arrived */
    publish: async (tenantId: string): Promise<number> => {
      for (const target of targets) await enqueue(options, everyMs, tenantId, target.name)
      let sent = 0
      for (const row of await supervisionDeliveries(database).due(tenantId, clock(), MAX_DUE)) if (await attempt(options, row)) sent += 1
      return sent
    },

    /** Newest first. `limit` is at most 200. */
    deliveries: async (
      tenantId: string,
      page: { state?: SupervisionDeliveryRow['state']; limit: number; after?: string },
    ): Promise<{ items: Delivery[]; next: string | null }> => {
      const limit = Math.min(page.limit, 200)
      const rows = await supervisionDeliveries(database).list(tenantId, {
        state: page.state,
        limit,
        before: page.after,
      })
      return { items: rows.map((row) => present(row, targets)), next: rows.length < limit ? null : rows.at(-1)!.id }
    },

    /** Where these heads went. */
    deliveriesOf: async (tenantId: string, sizes: readonly number[]): Promise<Delivery[]> =>
      (await supervisionDeliveries(database).ofHeads(tenantId, sizes)).map((row) => present(row, targets)),

    /** Tries a dead delivery again, from the first attempt on. @throws DELIVERY_NOT_FOUND, DELIVERY_NOT_DEAD */
    resend: async (caller: Caller, id: string): Promise<void> => {
      const row = await find(caller.tenantId, id)
      if (row.state !== 'dead') throw deliveryNotDead(id)
      await inTransaction(database, async (tx) => {
        await supervisionDeliveries(tx).update(caller.tenantId, id, { state: 'waiting', attempts: 0, next_at: clock() })
        await record(tx, caller.tenantId, [
          {
            action: 'supervision.delivery-resent',
            subject: `log:${caller.tenantId}`,
            actor: actorOf(caller),
            ip: caller.ip,
            payload: { target: row.target, size: row.size },
          },
        ])
      })
    },
  }
}

async function enqueue({ database, clock }: PublisherOptions, everyMs: number, tenantId: string, target: string): Promise<void> {
  const head = await supervisionRows(database).lastCheckpoint(tenantId)
  if (!head) return
  const before = await supervisionDeliveries(database).latestOf(tenantId, target)
  const now = clock()
  // A log set back has smaller heads than those that went out: they go out too, as evidence.
  if (before && (before.size === head.size || now - before.created_at < everyMs)) return
  await inTransaction(database, (tx) =>
    supervisionDeliveries(tx).insert({
      tenant_id: tenantId,
      id: newId(now),
      target,
      size: head.size,
      head_at: head.at,
      state: 'waiting',
      attempts: 0,
      created_at: now,
      next_at: now,
      sent_at: null,
      location: null,
      error: null,
    }),
  )
}

async function attempt(options: PublisherOptions, row: SupervisionDeliveryRow): Promise<boolean> {
  const { database, clock, signers, targets } = options
  if (!(await supervisionDeliveries(database).claim(row, clock() + ATTEMPT_MS))) return false
  const attempts = row.attempts + 1
  try {
    const target = targets.find(({ name }) => name === row.target)
    const head = await supervisionRows(database).checkpoint(row.tenant_id, row.size)
    if (!target) throw new Error('该发布目标已不在配置中')
    if (!head) throw new Error(`第 ${row.size} 条的检查点已不在数据库中`)
    const { suite, publicKey } = await signers(row.tenant_id)
    const publication = {
      tenantId: row.tenant_id,
      checkpoint: checkpointOfRow(head, suite.name),
      publicKeyFingerprint: fingerprint(publicKey),
    }
    const location = (await target.send(publication)).slice(0, MAX_TEXT_CHARS)
    await settle(
      options,
      row,
      { state: 'sent', next_at: null, sent_at: clock(), location, error: null },
      'supervision.checkpoint-published',
    )
    return true
  } catch (thrown) {
    const error = (thrown as Error).message.slice(0, MAX_TEXT_CHARS)
    if (attempts >= PUBLISH_DEFAULTS.maxAttempts)
      await settle(options, row, { state: 'dead', next_at: null, error }, 'supervision.checkpoint-undelivered')
    else
      await supervisionDeliveries(database).update(row.tenant_id, row.id, {
        error,
        next_at: clock() + retryAfterMs(attempts),
      })
    return false
  }
}

/** @param attempts made so far, from 1 */
export const retryAfterMs = (attempts: number): number => backoffMs(PUBLISH_DEFAULTS, attempts)

async function settle(
  { database, record }: PublisherOptions,
  row: SupervisionDeliveryRow,
  change: Partial<SupervisionDeliveryRow>,
  action: string,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    await supervisionDeliveries(tx).update(row.tenant_id, row.id, change)
    await record(tx, row.tenant_id, [
      {
        action,
        subject: `log:${row.tenant_id}`,
        actor: { userId: 'system' },
        payload: {
          target: row.target,
          size: row.size,
          ...(change.location ? { location: change.location } : { error: change.error ?? '' }),
        },
      },
    ])
  })
}

function present(row: SupervisionDeliveryRow, targets: readonly PublishTarget[]): Delivery {
  const target = targets.find(({ name }) => name === row.target)
  return {
    id: row.id,
    target: row.target,
    kind: target?.kind ?? null,
    address: target?.address ?? null,
    size: row.size,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAt: row.next_at,
    sentAt: row.sent_at,
    location: row.location,
    error: row.error,
  }
}
