import { cases } from '@lianban/storage'
import type { EmergencyAccess } from '@lianban/tenants'
import type { CaseContext } from './context.ts'
import { notFound } from './errors.ts'
import type { Caller } from './ports.ts'

export interface EmergencyRequest {
  caseNo: string
  reason: string
  /** Code of the caller's second factor. */
  code: string
}

/**
 * Opens emergency access 应急访问 to a case by its number. The leader of the unit in charge, the security administrators
 * and the auditors are told in the same transaction.
 * @throws NOT_FOUND, SECOND_FACTOR_REFUSED, REASON_MISSING, NOT_AUTHORIZED
 */
export async function openEmergencyAccess(
  context: CaseContext,
  caller: Caller,
  { caseNo, reason, code }: EmergencyRequest,
): Promise<EmergencyAccess> {
  const row = await cases(context.database).byNumber(caller.tenantId, caseNo.trim(), context.clock())
  if (!row) throw notFound('该编号的办件')
  return context.tenants.emergencyAccess.open(caller, { caseId: row.id, organId: row.organ_id, reason, code }, async (tx, opened) => {
    await context.notices.send(tx, caller.tenantId, {
      kind: 'security',
      to: { posts: [{ post: 'organ-leader', organId: row.organ_id }, { post: 'security-admin' }, { post: 'disciplinary-auditor' }] },
      title: `应急访问:${caller.name}查阅办件 ${row.case_no}`,
      text: `事由:${opened.reason}。有效期两小时,其间的查阅逐次记录,请在一个工作日内复核。`,
      link: '/emergency-access',
    })
  })
}
