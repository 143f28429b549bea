import {
  inTransaction,
  supervision as supervisionRows,
  type Database,
  type SupervisionCheckpointRow,
  type Tx,
} from '@lianban/storage'
import { entryNotFound, entryNotSealed } from '../errors.ts'
import type { Anchors } from './anchors.ts'
import { logOrigin, type Checkpoint } from './checkpoint.ts'
import { databaseSource } from './database-source.ts'
import { ERASED_ACTION, entryOfRow, erasedSubject, newEntryRow, type EntryInput, type LogEntry } from './entry.ts'
import { entryLines, writeExport } from './export.ts'
import { inclusionRanges, consistencyRanges, rangeRoot } from './proof.ts'
import { createSealer } from './seal.ts'
import { publicPem, type Signers } from './signer.ts'
import { ED25519_SHA256, suiteNamed, type Suite } from './suite.ts'
import { tileReader } from './tiles.ts'
import { problem, type Verification } from './verification.ts'
import { verifyLog } from './verify.ts'

export interface SupervisionOptions {
  database: Database
  clock: () => number
  signers: Signers
  anchors: Anchors
  /** @default ED25519_SHA256; must be the suite of the signers */
  suite?: Suite
}

/** Rows of a page at most. */
const MAX_PAGE = 200

export type Supervision = ReturnType<typeof createSupervision>

/** The supervision log 电子监察日志 of every tenant of this installation. */
export function createSupervision(options: SupervisionOptions) {
  const { database, clock, signers, anchors, suite = ED25519_SHA256 } = options

  /** Writes entries in the caller's transaction. @returns their ids */
  const record = async (tx: Tx, tenantId: string, entries: EntryInput[]): Promise<string[]> => {
    const rows = entries.map((entry) => newEntryRow(suite, tenantId, clock(), entry))
    await supervisionRows(tx).insertEntries(rows)
    return rows.map((row) => row.id)
  }
  const seal = createSealer({ database, clock, signers, anchors, record })

  return {
    record,
    /** Gives the waiting entries their place and signs the new head; null if there was nothing to do. */
    seal,
    ...reading(database),
    ...proving(database),

    /** Takes the erasable part of an entry away; the log stays valid and tells of it. @throws ENTRY_NOT_FOUND */
    erase: (
      tenantId: string,
      entryId: string,
      by: { actor: EntryInput['actor']; ip?: string; reason: string },
    ): Promise<void> =>
      inTransaction(database, async (tx) => {
        if ((await supervisionRows(tx).erasePayload(tenantId, entryId)) === 0) throw entryNotFound(entryId)
        const { actor, ip, reason } = by
        await record(tx, tenantId, [
          { action: ERASED_ACTION, subject: erasedSubject(entryId), actor, ip, payload: { reason } },
        ])
      }),

    /** Seals and writes the log into an empty folder; with `actor`, the export itself is recorded first. */
    exportTo: async (
      tenantId: string,
      folder: string,
      by?: { actor: EntryInput['actor']; ip?: string },
    ): Promise<{ size: number }> => {
      if (by) await inTransaction(database, (tx) => record(tx, tenantId, [exported(tenantId, by)]))
      await seal(tenantId)
      return writeExport(database, tenantId, folder, (await signers(tenantId)).publicKey, clock())
    },

    /** Seals and gives the log as lines of JSON, for a download. */
    exportLines: async function* (
      tenantId: string,
      by?: { actor: EntryInput['actor']; ip?: string },
    ): AsyncGenerator<string> {
      if (by) await inTransaction(database, (tx) => record(tx, tenantId, [exported(tenantId, by)]))
      await seal(tenantId)
      yield* entryLines(database, tenantId, (await supervisionRows(database).lastCheckpoint(tenantId))?.size ?? 0)
    },

    /** Seals and proves the live tables against the heads in them and the heads kept outside. */
    verifyDatabase: async (tenantId: string): Promise<Verification> => {
      const foreign = await entryBeyondLog(database, tenantId)
      if (foreign) return foreign
      await seal(tenantId)
      const size = (await supervisionRows(database).log(tenantId))?.size ?? 0
      const head = await supervisionRows(database).lastCheckpoint(tenantId)
      const { publicKey } = await signers(tenantId)
      const known = await anchors.all(tenantId)
      const found = await verifyLog(databaseSource(database, tenantId, head?.size ?? 0), {
        publicKey,
        origin: logOrigin(tenantId),
        known,
      })
      if (!found.ok || size === (head?.size ?? 0)) return found
      return problem(
        'CHECKPOINT_MISSING',
        'supervision_checkpoint',
        head?.size ?? 0,
        `日志已有 ${size} 条,但第 ${head?.size ?? 0} 条起没有签名的检查点:检查点被删除。`,
      )
    },

    /** The public key of a tenant's log, PEM, to be handed out. */
    publicKey: async (tenantId: string): Promise<string> => publicPem((await signers(tenantId)).publicKey),
  }
}

/** A place that no sealer gave: it would also stop the sealer when it comes there. */
async function entryBeyondLog(database: Database, tenantId: string): Promise<Verification | null> {
  const sizeBefore = (await supervisionRows(database).log(tenantId))?.size ?? 0
  const [row] = await supervisionRows(database).sealedEntries(tenantId, sizeBefore, 1)
  if (!row) return null
  // Read again: another process may have sealed in between.
  const size = (await supervisionRows(database).log(tenantId))?.size ?? 0
  const seq = Number(row.seq)
  return seq < size
    ? null
    : problem('ENTRY_INSERTED', 'supervision_entry', seq, `第 ${seq} 条记录的序号不是由封存程序给出的,系插入数据库。`)
}

const exported = (tenantId: string, by: { actor: EntryInput['actor']; ip?: string }): EntryInput => ({
  action: 'supervision.exported',
  subject: `log:${tenantId}`,
  actor: by.actor,
  ip: by.ip,
  payload: {},
})

const reading = (database: Database) => ({
  /** Entries in the order of writing. `limit` is at most 200; `after` is the id of the last one seen. */
  entries: async (page: { tenantId: string; subject?: string; limit: number; after?: string }): Promise<LogEntry[]> => {
    const { tenantId, subject, after } = page
    const rows = await supervisionRows(database).listEntries(tenantId, {
      subject,
      after,
      limit: Math.min(page.limit, MAX_PAGE),
    })
    return rows.map(entryOfRow)
  },

  /** Signed heads, oldest first. `limit` is at most 200; `after` is the size of the last one seen. */
  checkpoints: async (page: { tenantId: string; limit: number; after?: number }): Promise<Checkpoint[]> => {
    const log = await supervisionRows(database).log(page.tenantId)
    const rows = await supervisionRows(database).listCheckpoints(
      page.tenantId,
      Math.min(page.limit, MAX_PAGE),
      page.after ?? -1,
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
      unsealed: await supervisionRows(database).countUnsealed(tenantId),
    }
  },
})

export interface LogStatus {
  size: number
  /** Hex; null before the first head. */
  root: string | null
  lastCheckpoint: Checkpoint | null
  /** Entries that wait for the sealer. */
  unsealed: number
}

const checkpointOfRow = (row: SupervisionCheckpointRow, suite = ED25519_SHA256.name): Checkpoint => ({
  origin: logOrigin(row.tenant_id),
  size: row.size,
  root: row.root,
  at: row.at,
  suite,
  note: row.note,
})

/** That an entry stands in the log under the last head: what an applicant can keep. All hashes are hex. */
export interface InclusionProof {
  index: number
  leafHash: string
  hashes: string[]
  checkpoint: Checkpoint
}

const proving = (database: Database) => ({
  /** @throws ENTRY_NOT_FOUND, ENTRY_NOT_SEALED */
  inclusionProof: async (tenantId: string, entryId: string): Promise<InclusionProof> => {
    const row = await supervisionRows(database).entry(tenantId, entryId)
    if (!row) throw entryNotFound(entryId)
    const log = await supervisionRows(database).log(tenantId)
    const head = await supervisionRows(database).lastCheckpoint(tenantId)
    if (row.seq === null || !log || !head || Number(row.seq) >= head.size) throw entryNotSealed(entryId)
    const index = Number(row.seq)
    const hashes = await roots(database, tenantId, log.suite, inclusionRanges(index, head.size))
    return { index, leafHash: row.entry_hash, hashes, checkpoint: checkpointOfRow(head, log.suite) }
  },

  /**
   * That the log of `size` entries goes on from the log of its first `oldSize`. Hex hashes.
   * @throws RangeError unless 0 < oldSize <= size <= size of the log
   */
  consistencyProof: async (tenantId: string, oldSize: number, size: number): Promise<string[]> => {
    const log = await supervisionRows(database).log(tenantId)
    if (!log || !(oldSize > 0 && oldSize <= size && size <= log.size))
      throw new RangeError(`no consistency proof from ${oldSize} to ${size}`)
    return roots(database, tenantId, log.suite, consistencyRanges(oldSize, size))
  },
})

async function roots(
  database: Database,
  tenantId: string,
  suiteName: string,
  ranges: readonly (readonly [number, number])[],
): Promise<string[]> {
  const suite = suiteNamed(suiteName)!
  const read = tileReader(database, suite, tenantId)
  const hashes: string[] = []
  for (const range of ranges) hashes.push((await rangeRoot(suite, range, read)).toString('hex'))
  return hashes
}
