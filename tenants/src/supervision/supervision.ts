import { inTransaction, supervision as supervisionRows, tenants, type Database, type Tx } from '@lianban/storage'
import { entryNotFound } from '../errors.ts'
import type { Anchors } from './anchors.ts'
import { desk } from './desk.ts'
import { ERASED_ACTION, erasedSubject, newEntryRow, type EntryInput } from './entry.ts'
import { entryLines, writeExport } from './export.ts'
import { proving } from './proving.ts'
import { reading } from './reading.ts'
import { createSealer } from './seal.ts'
import { publicPem, type Signers } from './signer.ts'
import { ED25519_SHA256, type Suite } from './suite.ts'

export interface SupervisionOptions {
  database: Database
  clock: () => number
  signers: Signers
  anchors: Anchors
  /** @default ED25519_SHA256; must be the suite of the signers */
  suite?: Suite
}

/** Who does something with the log itself. */
export interface ByWhom {
  actor: EntryInput['actor']
  ip?: string
}

export type Supervision = ReturnType<typeof createSupervision>

/** The supervision log 电子监察日志 of every tenant of this installation. */
export function createSupervision(options: SupervisionOptions) {
  const { database, clock, signers, anchors, suite = ED25519_SHA256 } = options

  const record = async (tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void> => {
    const rows = entries.map((entry) => newEntryRow(suite, tenantId, clock(), entry))
    await supervisionRows(tx).insertEntries(rows)
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

    /** Takes the erasable part of an entry away; the log stays valid and tells of it. @throws ENTRY_NOT_FOUND */
    erase: (tenantId: string, entryId: string, by: ByWhom & { reason: string }): Promise<void> =>
      inTransaction(database, async (tx) => {
        if ((await supervisionRows(tx).erasePayload(tenantId, entryId)) === 0) throw entryNotFound(entryId)
        const { reason, ...who } = by
        const entry = { action: ERASED_ACTION, subject: erasedSubject(entryId), payload: { reason } }
        await record(tx, tenantId, [{ ...entry, ...who }])
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

    /** The public key of a tenant's log, PEM, to be handed out. */
    publicKey: async (tenantId: string): Promise<string> => publicPem((await signers(tenantId)).publicKey),
  }
}
