import { randomUUID } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { inTransaction, supervision, type Database, type Tx } from '@lianban/storage'
import { suiteChanged } from '../errors.ts'
import type { Anchors } from './anchors.ts'
import { logOrigin, parseCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { EntryInput } from './entry.ts'
import { CompactRange } from './merkle.ts'
import type { Signer, Signers } from './signer.ts'
import { suiteNamed, type Suite } from './suite.ts'
import { insertFullSubtrees } from './subtrees.ts'

/** Entries that one transaction of the sealer takes. */
const BATCH_ENTRIES = 2_000
/** Batches of one call of `seal`; the rest waits for the next call. */
const MAX_BATCHES = 100
/** How long a sealer that died keeps others waiting. */
const LEASE_MS = 15_000

export interface SealerOptions {
  database: Database
  clock: () => number
  signers: Signers
  anchors: Anchors
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
}

export type Seal = (tenantId: string) => Promise<Checkpoint | null>

/**
 * Makes the sealer: it gives the entries of a tenant their place in the Merkle log, in the order of writing, and signs
 * the new head. One sealer works at a time: within the process by a queue, between processes by the lease row.
 * @returns the new head; null if there was nothing to seal or another process is at it
 */
export function createSealer(options: SealerOptions): Seal {
  const owner = randomUUID()
  const queues = new Map<string, Promise<unknown>>()
  return (tenantId) => {
    const turn = (queues.get(tenantId) ?? Promise.resolve()).catch(() => undefined).then(() => sealAll(options, owner, tenantId))
    queues.set(tenantId, turn)
    return turn
  }
}

async function sealAll(options: SealerOptions, owner: string, tenantId: string): Promise<Checkpoint | null> {
  const { database, clock, signers } = options
  const signer = await signers(tenantId)
  await supervision(database).createLog(tenantId, signer.suite.name)
  if (!(await supervision(database).takeLease(tenantId, owner, clock(), clock() + LEASE_MS))) return null
  try {
    await noticeRollback(options, tenantId)
    let last: Checkpoint | null = null
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const next = await inTransaction(database, (tx) => sealBatch(tx, clock, signer, owner, tenantId))
      if (!next) break
      await options.anchors.put(tenantId, next.note)
      last = next
      // Others are served in between: SQLite answers within a turn of the event loop.
      await breathe()
      if (!(await supervision(database).takeLease(tenantId, owner, clock(), clock() + LEASE_MS))) break
    }
    return last
  } finally {
    await supervision(database).releaseLease(tenantId, owner)
  }
}

async function sealBatch(tx: Tx, clock: () => number, signer: Signer, owner: string, tenantId: string): Promise<Checkpoint | null> {
  const log = await supervision(tx).log(tenantId)
  const rows = await supervision(tx).waitingEntries(tenantId, BATCH_ENTRIES)
  if (!log || rows.length === 0) return null
  const suite = suiteOfLog(log.suite, signer)
  const range = new CompactRange(suite, log.size, JSON.parse(log.compact_range) as string[])
  // The hash written with the entry is sealed, not a new one: what was changed in between stays visible.
  const leaves = rows.map((row) => leafOf(suite, row.entry_hash))
  for (const leaf of leaves) range.append(leaf)
  const before = await supervision(tx).lastCheckpoint(tenantId)
  if (!(await supervision(tx).advanceLog(tenantId, owner, log.size, range.size, JSON.stringify(range.hashes)))) return null
  await insertFullSubtrees(tx, suite, tenantId, log.size, leaves)
  await supervision(tx).placeEntries(
    rows.map(({ id }, i) => ({ tenant_id: tenantId, seq: log.size + i, id, hash: leaves[i]!.toString('hex') })),
  )
  const head = {
    origin: logOrigin(tenantId),
    size: range.size,
    root: range.root().toString('hex'),
    at: Math.max(clock(), before?.at ?? 0),
  }
  const checkpoint = await signCheckpoint(signer, head)
  await supervision(tx).insertCheckpoint({
    tenant_id: tenantId,
    size: head.size,
    root: head.root,
    at: head.at,
    note: checkpoint.note,
  })
  return checkpoint
}

/** A hash that is none any more must not shift the others; its own entry will be named as altered. */
function leafOf(suite: Suite, hex: string): Buffer {
  const leaf = Buffer.from(hex, 'hex')
  return leaf.toString('hex') === hex && leaf.length === suite.hash(leaf).length ? leaf : suite.hash(Buffer.from(hex))
}

function suiteOfLog(name: string, signer: Signer): Suite {
  const suite = suiteNamed(name)
  if (!suite || suite.name !== signer.suite.name) throw suiteChanged(name, signer.suite.name)
  return suite
}

/**
 * A head outside that is larger than the log means that the database was set back. The log must go on, so the head is
 * set aside as evidence, where verification finds it, and the log itself tells of it.
 */
async function noticeRollback({ database, clock, anchors, record }: SealerOptions, tenantId: string): Promise<void> {
  const anchor = parseCheckpoint((await anchors.latest(tenantId)) ?? '')
  const log = await supervision(database).log(tenantId)
  if (!anchor || !log || anchor.size <= log.size) return
  await anchors.setAside(tenantId, clock())
  await inTransaction(database, (tx) =>
    record(tx, tenantId, [
      {
        action: 'supervision.rollback-found',
        subject: `log:${tenantId}`,
        actor: { userId: 'system' },
        payload: { anchoredSize: anchor.size, anchoredRoot: anchor.root, size: log.size },
      },
    ]),
  )
}
