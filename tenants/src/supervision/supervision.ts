import { inTransaction, supervision as supervisionRows, supervisionEntries, tenants, type Database, type Tx } from '@lianban/storage'
import { entryNotFound } from '../errors.ts'
import type { Anchors } from './anchors.ts'
import { desk } from './desk.ts'
import { evidenceOf, type Evidence } from './evidence.ts'
import { ERASED_ACTION, erasedSubject, newEntryRows, type EntryInput } from './entry.ts'
import { entryLines, writeExport } from './export.ts'
import { createHeartbeat, type Heartbeat } from './heartbeat.ts'
import { proving } from './proving.ts'
import { publishing } from './publishing/publisher.ts'
import type { PublishTarget } from './publishing/target.ts'
import { reading } from './reading.ts'
import { createSealer } from './seal.ts'
import { fingerprint, publicPem, type Signers } from './signer.ts'

export interface SupervisionOptions {
  database: Database
  clock: () => number
  signers: Signers
  anchors: Anchors
  /** Where signed heads are published. @default nowhere */
  publish?: { targets: readonly PublishTarget[]; everyMs?: number }
  /** Told of every entry in its transaction. Others may be added until the first one is written. @default nobody */
  onRecorded?: readonly OnRecorded[]
  /** Milliseconds that never go back. @default performance.now */
  monotonic?: () => number
}

/** An entry as it was just written. */
export type RecordedEntry = EntryInput & { id: string; at: number }
export type OnRecorded = (tx: Tx, tenantId: string, entries: readonly RecordedEntry[]) => Promise<void>

/** Who does something with the log itself. */
export interface ByWhom {
  actor: EntryInput['actor']
  ip?: string
}

export type Supervision = ReturnType<typeof createSupervision>

/** The supervision log 电子监察日志 of every tenant of this installation. */
export function createSupervision(options: SupervisionOptions) {
  const { database, clock, signers, anchors, onRecorded = [], monotonic = () => performance.now() } = options

  const record = async (tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void> => {
    const { suite } = await signers(tenantId)
    const rows = entries.map((entry) => newEntryRows(suite, tenantId, clock(), entry))
    await supervisionEntries(tx).insertEntries(
      rows.map(({ entry }) => entry),
      rows.map(({ detail }) => detail),
    )
    const recorded = entries.map((entry, i): RecordedEntry => ({ ...entry, id: rows[i]!.entry.id, at: rows[i]!.entry.at }))
    for (const tell of onRecorded) await tell(tx, tenantId, recorded)
  }
  const seal = createSealer({ database, clock, signers, anchors, record })
  const recordExport = async (tenantId: string, by: ByWhom | undefined): Promise<void> => {
    const entry = { action: 'supervision.exported', subject: `log:${tenantId}`, payload: {} }
    if (by) await inTransaction(database, (tx) => record(tx, tenantId, [{ ...entry, ...by }]))
    await seal(tenantId)
  }

  return {
    /** Writes entries in the caller's transaction, in their order. */
    record,
    /** Gives the waiting entries their place and signs the new head; null if there was nothing to do. */
    seal,
    /** Seals the logs of all tenants. */
    sealAll: async (): Promise<void> => {
      for (const { tenant_id } of await tenants(database).list()) await seal(tenant_id)
    },
    ...reading(database),
    ...proving(database),
    ...desk({ database, clock, signers, anchors, seal, record }),
    ...publishing({ database, clock, signers, record, targets: [], ...options.publish }),

    /** The heartbeat of this server in a tenant's log; the server beats it. */
    heartbeat: (tenantId: string, server: string, everyMs?: number): Heartbeat =>
      createHeartbeat({ database, clock, monotonic, record }, { tenantId, server, everyMs }),

    /** The tenant whose log holds an entry; for maintenance, never for a caller. @throws ENTRY_NOT_FOUND */
    tenantOf: async (entryId: string): Promise<string> => {
      const tenantId = await supervisionRows(database).tenantOf(entryId)
      if (tenantId === undefined) throw entryNotFound(entryId)
      return tenantId
    },

    /**
     * Takes the erasable part of an entry away; the log stays valid and tells of it. On MariaDB this needs the maintenance
     * account (`lianban erase-entry`): the application's own may not delete. @throws ENTRY_NOT_FOUND
     */
    erase: (tenantId: string, entryId: string, by: ByWhom & { reason: string }): Promise<void> =>
      inTransaction(database, async (tx) => {
        const row = await supervisionRows(tx).entry(tenantId, entryId)
        if (!row || row.salt === null) throw entryNotFound(entryId)
        const { reason, ...who } = by
        const entry = { action: ERASED_ACTION, subject: erasedSubject(entryId), payload: { reason } }
        // First the entry that tells of it: the database refuses the deletion otherwise.
        await record(tx, tenantId, [{ ...entry, ...who }])
        await supervisionRows(tx).deleteDetail(tenantId, entryId)
      }),

    /** Seals and writes the log into an empty folder; given `by`, the export itself is recorded first. */
    exportTo: async (tenantId: string, folder: string, by?: ByWhom): Promise<{ size: number }> => {
      await recordExport(tenantId, by)
      return writeExport(database, tenantId, folder, (await signers(tenantId)).publicKey, clock())
    },

    /** Seals and gives the log as lines of JSON, for a download; given `by`, the export itself is recorded first. */
    exportLines: async function* (tenantId: string, by?: ByWhom): AsyncGenerator<string> {
      await recordExport(tenantId, by)
      yield* entryLines(database, tenantId, (await supervisionRows(database).lastCheckpoint(tenantId))?.size ?? 0)
    },

    /** Everything the log says of a subject, with what proves it to anyone; seals first. @throws ENTRY_NOT_SEALED: another server is sealing, try again */
    evidence: async (tenantId: string, subject: string): Promise<Evidence> => {
      await seal(tenantId)
      return evidenceOf(database, tenantId, subject, publicPem((await signers(tenantId)).publicKey))
    },

    /** The public key of a tenant's log, PEM, to be handed out. */
    publicKey: async (tenantId: string): Promise<string> => publicPem((await signers(tenantId)).publicKey),

    /** The same with what a person compares by telephone. */
    publicKeyInfo: async (tenantId: string): Promise<{ pem: string; fingerprint: string; suite: string }> => {
      const { publicKey, suite } = await signers(tenantId)
      return { pem: publicPem(publicKey), fingerprint: fingerprint(publicKey), suite: suite.name }
    },
  }
}
