import {
  caseArchives,
  caseEvents,
  cases,
  inTransaction,
  isUniqueViolation,
  type ArchiveState,
  type CaseArchiveRow,
  type CaseRow,
} from '@lianban/storage'
import { caseLine, lineActor } from '../cases/case-lines.ts'
import { logEntry, systemEntry } from '../cases/log-entries.ts'
import { regionOf } from '../cases/people.ts'
import type { Caller } from '../cases/ports.ts'
import { dayOf } from '../clock/index.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { allocateNumber } from '../numbering/index.ts'
import { CaseTaskError } from '../workers/case-tasks.ts'
import { passed, problemsOf } from './archive-tests.ts'
import type { ArchivesOptions } from './archives-options.ts'
import { buildPackage } from './package.ts'

/** What the process learns of an archive: the variable `archive`. */
export interface Archived {
  archiveNo: string
  state: ArchiveState
}

/**
 * Draws the 档号 of a case whose process comes to its archive. The package is made by `packCase` when the case is closed: before
 * that its time line and its log are not at their end. Whoever comes second gets what stands there.
 * @throws CaseTaskError NO_CASE
 */
export async function orderArchive(options: ArchivesOptions, tenantId: string, caseId: string): Promise<Archived> {
  const { archive } = await ordered(options, tenantId, caseId)
  return { archiveNo: archive.archive_no, state: archive.state }
}

/**
 * 归档: makes the package of a closed case and tests it. A package that passed stays; one that failed is made anew under the same
 * number. Whoever comes second gets what stands there.
 * @param by who asks for it; null: the process did
 * @throws CaseTaskError NO_CASE; ENTRY_NOT_SEALED or the object store's error: try again
 */
export async function packCase(options: ArchivesOptions, tenantId: string, caseId: string, by: Caller | null): Promise<Archived> {
  const { database, tenants, signers, objectsOf, clock } = options
  const { row, matter, archive } = await ordered(options, tenantId, caseId)
  if (archive.state === 'archived') return { archiveNo: archive.archive_no, state: 'archived' }

  const { zip, tests } = await buildPackage(database, {
    ...{ row, matter, archive },
    evidence: await tenants.supervision.evidence(tenantId, `case:${caseId}`),
    certificates: await signers.trusted(tenantId),
    objects: objectsOf(tenantId),
  })
  const { sha256, size } = await objectsOf(tenantId).put(zip)
  const at = clock()
  const result = { state: passed(tests) ? 'archived' : 'failed', tests, sha256, size, packed_at: at } as const
  await inTransaction(database, async (tx) => {
    // Another worker was quicker: its package stands.
    if (!(await caseArchives(tx).settle(archive, { ...result, attempts: archive.attempts + 1 }))) return
    const isArchived = result.state === 'archived'
    const problems = problemsOf(tests)
    await caseEvents(tx).insert([
      caseLine({
        ...{ tenant_id: tenantId, case_id: caseId, at, type: isArchived ? 'archived' : 'archive-failed', step_name: '归档' },
        action_text: isArchived ? `归档,档号 ${archive.archive_no}` : '归档检测未通过,等待档案人员处理',
        ...(by && lineActor(by)),
      }),
    ])
    const payload = { archiveNo: archive.archive_no, sha256, size, ...(!isArchived && { problems }) }
    const on = { caseId, organId: row.organ_id, payload }
    const action = isArchived ? 'case.archived' : 'archive.failed'
    await tenants.supervision.record(tx, tenantId, [by ? logEntry(by, action, on) : systemEntry(action, on)])
  })
  return { archiveNo: archive.archive_no, state: (await caseArchives(database).get(tenantId, caseId))!.state }
}

async function ordered(options: ArchivesOptions, tenantId: string, caseId: string) {
  const { database, matters, clock } = options
  const row = await cases(database).get(tenantId, caseId, clock())
  const matter = row && (await matters.version(database, tenantId, row.matter_key, row.matter_version))
  if (!row || !matter) throw new CaseTaskError('NO_CASE', `没有编号为“${caseId}”的办件，不能归档`)
  const archive = (await caseArchives(database).get(tenantId, caseId)) ?? (await begin(options, row, matter))
  return { row, matter, archive }
}

/** Draws the 档号 and opens the row, both or neither. */
async function begin({ database, clock }: ArchivesOptions, row: CaseRow, { matter, numbering }: Matter): Promise<CaseArchiveRow> {
  const at = clock()
  const { tenant_id: tenantId, id: caseId, organ_id: organId } = row
  const { retention } = matter.archive
  try {
    return await inTransaction(database, async (tx) => {
      const region = await regionOf({ database: tx }, tenantId)
      const { number } = await allocateNumber(tx, {
        ...{ tenantId, caseId, organId, kind: 'archive', runOrganId: matter.organ, schemes: numbering, at },
        facts: {
          day: dayOf(at),
          region,
          organCode: matter.documentNumbers.organCode,
          matterNo: matter.matterNo,
          retention,
          form: row.form,
        },
      })
      const opened: CaseArchiveRow = {
        ...{ tenant_id: tenantId, case_id: caseId, archive_no: number, organ_id: organId, state: 'building', retention },
        ...{ tests: null, sha256: null, size: null, attempts: 0, created_at: at, packed_at: null },
      }
      await caseArchives(tx).insert(opened)
      return opened
    })
  } catch (error) {
    const first = isUniqueViolation(error) ? await caseArchives(database).get(tenantId, caseId) : undefined
    if (!first) throw error
    return first
  }
}
