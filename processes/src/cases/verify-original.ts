import { attachments, caseEvents, inTransaction } from '@lianban/storage'
import { dayOf } from '../clock/index.ts'
import { caseLine, lineActor } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { formInvalid, notFound, originalNotVerifiable } from './errors.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import { caseResource, readableCase } from './resources.ts'

export interface OriginalSeen {
  /** Last day on which the paper is valid as it says itself, YYYY-MM-DD; null: without end. Absent: as it was. */
  validUntil?: string | null
}

/**
 * A clerk compared an upload with its original: grade C becomes B, and the paper may be used again for other matters.
 * @throws CaseError NOT_FOUND, FORM_INVALID, ORIGINAL_NOT_VERIFIABLE; NOT_AUTHORIZED
 */
export async function verifyOriginal(context: CaseContext, caller: Caller, fileId: string, seen: OriginalSeen): Promise<void> {
  const file = await attachments(context.database).get(caller.tenantId, fileId)
  if (!file?.case_id) throw notFound('材料')
  const loaded = await readableCase(context, caller, file.case_id, 'attachment')
  await context.tenants.authorization.assert(caller, 'verify', { ...caseResource(loaded), type: 'attachment', id: fileId })
  const { row } = loaded
  const at = context.clock()
  if (seen.validUntil && seen.validUntil < dayOf(at))
    throw formInvalid([{ path: 'validUntil', code: 'PAPER_EXPIRED', message: '这份材料已经过期,请告知申请人更换' }])
  if (row.closed_at !== null) throw originalNotVerifiable()
  const validUntil = seen.validUntil === undefined ? file.valid_until : seen.validUntil
  const { userId, name } = caller
  await inTransaction(context.database, async (tx) => {
    const stamp = { verified_by: userId, verified_name: name, verified_at: at, valid_until: validUntil }
    if (!(await attachments(tx).verify(caller.tenantId, fileId, stamp))) throw originalNotVerifiable()
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: caller.tenantId,
        case_id: row.id,
        at,
        type: 'material-verified',
        step_name: '核对原件',
        action: 'verify-original',
        action_text: `已核对“${file.name}”原件`,
        ...lineActor(caller),
      }),
    ])
    const payload = { file: fileId, name: file.name, sha256: file.sha256, kind: file.kind, from: 'C', grade: 'B', validUntil }
    await context.tenants.supervision.record(tx, caller.tenantId, [
      logEntry(caller, 'material.verified', { caseId: row.id, organId: row.organ_id, payload }),
    ])
  })
}
