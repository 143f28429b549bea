import type { Readable } from 'node:stream'
import { caseArchives, cases, inTransaction, type ArchiveState, type CaseArchiveRow } from '@lianban/storage'
import { notFound } from '../cases/errors.ts'
import { logEntry } from '../cases/log-entries.ts'
import type { Caller } from '../cases/ports.ts'
import type { Page } from '../cases/views.ts'
import { RETENTION_TEXTS, type Retention } from '../matters/record.ts'
import { orderArchive, packCase, type Archived } from './archive-case.ts'
import { ArchiveError } from './archive-error.ts'
import { TEST_NAMES, type ArchiveTests, type TestName } from './archive-tests.ts'
import type { ArchivesOptions } from './archives-options.ts'

/** The archive of a case as a desk shows it. Instants are epoch milliseconds. */
export interface ArchiveView {
  caseId: string
  archiveNo: string
  state: ArchiveState
  retentionText: string
  /** null until they ran. */
  tests: { name: TestName; label: string; ok: boolean; problems: string[]; notes: string[] }[] | null
  sha256: string | null
  size: number | null
  attempts: number
  createdAt: number
  packedAt: number | null
}

export interface ArchiveListItem extends ArchiveView {
  caseNo: string
  matterName: string
  organName: string
  applicantName: string
  canRetry: boolean
}

/** What the card of a case shows. */
export interface CaseArchiveView {
  archive: ArchiveView | null
  canArchive: boolean
  canDownload: boolean
}

export interface ArchiveListQuery {
  state?: ArchiveState
  q?: string
  limit: number
  after?: string
}

export interface Archives {
  /** For the process: draws the 档号; the package follows when the case is closed. See archive-case.ts. */
  order(tenantId: string, caseId: string): Promise<Archived>
  /** Makes the packages of closed cases that their processes have ordered. What fails is tried again by the next call. */
  packClosed(tenantId: string): Promise<{ failures: { caseId: string; error: unknown }[] }>
  /** @throws NOT_FOUND */
  ofCase(caller: Caller, caseId: string): Promise<CaseArchiveView>
  /**
   * Archives a finished case, or tries once more where the tests failed.
   * @throws NOT_AUTHORIZED, NOT_FOUND, ArchiveError ALREADY_ARCHIVED, CASE_NOT_FINISHED
   */
  retry(caller: Caller, caseId: string): Promise<CaseArchiveView>
  /** Failed ones first. @throws NOT_AUTHORIZED */
  list(caller: Caller, query: ArchiveListQuery): Promise<Page<ArchiveListItem> & { counts: Record<ArchiveState, number> }>
  /** The package; that it was taken is in the log. @throws NOT_FOUND, ArchiveError NOT_ARCHIVED */
  download(caller: Caller, caseId: string): Promise<{ name: string; size: number; content: Readable }>
}

/** Archives 档案 of finished cases. */
export function createArchives(options: ArchivesOptions): Archives {
  const { database, tenants, objectsOf, clock } = options
  const { authorization } = tenants

  /** @throws NOT_FOUND; NOT_AUTHORIZED for whoever may read but not do more */
  const found = async (caller: Caller, caseId: string, action: 'read' | 'retry') => {
    const row = await cases(database).get(caller.tenantId, caseId, clock())
    const resource = { type: 'archive' as const, id: caseId, organId: row?.organ_id ?? null }
    const hide = !authorization.decide(caller, 'read', resource).allowed
    await authorization.assert(caller, action, resource, { hide })
    if (!row) throw notFound()
    return { row, archive: await caseArchives(database).get(caller.tenantId, caseId), resource }
  }

  const ofCase = async (caller: Caller, caseId: string): Promise<CaseArchiveView> => {
    const { row, archive, resource } = await found(caller, caseId, 'read')
    const isOpen = row.closed_at !== null && archive?.state !== 'archived'
    return {
      archive: archive ? archiveView(archive) : null,
      canArchive: isOpen && authorization.decide(caller, 'retry', resource).allowed,
      canDownload: archive?.sha256 != null,
    }
  }

  return {
    order: (tenantId, caseId) => orderArchive(options, tenantId, caseId),
    packClosed: (tenantId) => packClosed(options, tenantId),
    ofCase,

    async retry(caller, caseId) {
      const { row, archive } = await found(caller, caseId, 'retry')
      if (archive?.state === 'archived') throw new ArchiveError('ALREADY_ARCHIVED', `该办件已经归档，档号 ${archive.archive_no}`)
      if (row.closed_at === null) throw new ArchiveError('CASE_NOT_FINISHED', '该办件尚未办结，办结后才能归档')
      await packCase(options, caller.tenantId, caseId, caller)
      return ofCase(caller, caseId)
    },

    async list(caller, { state, q, limit, after }) {
      const organs = [null, ...caller.posts.map(({ organId }) => organId)]
      const own = organs.find((organId) => authorization.decide(caller, 'list', { type: 'archive', organId }).allowed)
      await authorization.assert(caller, 'list', { type: 'archive', organId: own ?? null })
      const restrict = await authorization.restrict(caller, 'list', 'archive', { organId: 'case_archive.organ_id' })
      const query = { tenantId: caller.tenantId, restrict, q: q?.trim() || undefined }
      const { rows, next } = await caseArchives(database).list({ ...query, state, limit, after })
      const items = rows.map((row) => ({
        ...archiveView(row),
        ...{ caseNo: row.case_no, matterName: row.matter_name, organName: row.organ_name, applicantName: row.applicant_name },
        canRetry:
          row.state !== 'archived' &&
          authorization.decide(caller, 'retry', { type: 'archive', id: row.case_id, organId: row.organ_id }).allowed,
      }))
      return { items, next, counts: await caseArchives(database).counts(query) }
    },

    async download(caller, caseId) {
      const { row, archive } = await found(caller, caseId, 'read')
      if (!archive?.sha256 || archive.size === null) throw new ArchiveError('NOT_ARCHIVED', '该办件还没有归档，没有可以下载的档案')
      const { sha256, size, archive_no: archiveNo } = archive
      const content = await objectsOf(caller.tenantId).get(sha256)
      await inTransaction(database, (tx) =>
        tenants.supervision.record(tx, caller.tenantId, [
          logEntry(caller, 'archive.taken', { caseId, organId: row.organ_id, payload: { archiveNo, sha256 } }),
        ]),
      )
      return { name: `${archiveNo}.zip`, size, content }
    },
  }
}

const PACKED_AT_ONCE = 50

async function packClosed(options: ArchivesOptions, tenantId: string) {
  const failures: { caseId: string; error: unknown }[] = []
  for (let after: string | undefined; ;) {
    const page = await caseArchives(options.database).ordered(tenantId, PACKED_AT_ONCE, after)
    for (const caseId of page)
      await packCase(options, tenantId, caseId, null).catch((error: unknown) => void failures.push({ caseId, error }))
    if (page.length < PACKED_AT_ONCE) return { failures }
    after = page.at(-1)
  }
}

const archiveView = (row: CaseArchiveRow): ArchiveView => ({
  caseId: row.case_id,
  archiveNo: row.archive_no,
  state: row.state,
  retentionText: RETENTION_TEXTS[row.retention as Retention] ?? row.retention,
  tests:
    row.tests === null
      ? null
      : Object.entries(TEST_NAMES).map(([name, label]) => ({
          name: name as TestName,
          label,
          ...(row.tests as ArchiveTests)[name as TestName],
        })),
  sha256: row.sha256,
  size: row.size,
  attempts: row.attempts,
  createdAt: row.created_at,
  packedAt: row.packed_at,
})
