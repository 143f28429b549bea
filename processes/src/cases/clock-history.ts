import { caseClocks, type CaseExtensionRow, type CaseRow, type CaseSuspensionRow } from '@lianban/storage'
import { lengthWords, SUSPENSION_KINDS, type Length, type SuspensionKind } from '../clock/index.ts'
import type { CaseContext } from './context.ts'

export interface CaseClockHistory {
  suspensions: {
    /** In Chinese. */
    kind: string
    state: 'requested' | 'refused' | 'open' | 'closed' | 'lapsed'
    reason: string
    /** YYYY-MM-DD */
    plannedEnd: string
    requestedBy: string
    requestedAt: number
    decidedBy: string | null
    decidedAt: number | null
    opinion: string | null
    noticeNumber: string | null
    endedBy: string | null
    endedAt: number | null
    result: string | null
  }[]
  extensions: {
    state: 'requested' | 'granted' | 'refused' | 'lapsed'
    /** In words: `10个工作日`. */
    length: string
    reasons: string
    requestedBy: string
    requestedAt: number
    decidedBy: string | null
    decidedAt: number | null
    opinion: string | null
    noticeNumber: string | null
  }[]
}

/**
 * What was asked and decided about the clock of a case. The applicant is told what happened and why, as the papers tell
 * him; what the officers wrote to each other is for staff.
 */
export async function clockHistory(context: CaseContext, row: CaseRow, isApplicant: boolean): Promise<CaseClockHistory> {
  const { tenant_id: tenantId, id } = row
  const [suspensions, extensions] = await Promise.all([
    caseClocks(context.database).suspensions(tenantId, id),
    caseClocks(context.database).extensions(tenantId, id),
  ])
  const isTold = ({ state }: { state: string }) => !isApplicant || state === 'open' || state === 'closed' || state === 'granted'
  return {
    suspensions: suspensions.filter(isTold).map((one) => suspensionView(one, row, isApplicant)),
    extensions: extensions.filter(isTold).map((one) => extensionView(one, row, isApplicant)),
  }
}

const suspensionView = (one: CaseSuspensionRow, row: CaseRow, isApplicant: boolean): CaseClockHistory['suspensions'][number] => ({
  kind: SUSPENSION_KINDS[one.kind as SuspensionKind],
  // Withdrawn or voided in the midst of it.
  state: (one.state === 'open' || one.state === 'requested') && row.closed_at !== null ? 'lapsed' : one.state,
  reason: one.reason,
  plannedEnd: one.planned_end,
  requestedBy: one.requested_by_name,
  requestedAt: one.requested_at,
  decidedBy: one.decided_by_name,
  decidedAt: one.decided_at,
  opinion: isApplicant ? null : one.decision_opinion,
  noticeNumber: one.notice_number,
  endedBy: one.ended_by_name,
  endedAt: one.ended_at,
  result: one.result,
})

function extensionView(one: CaseExtensionRow, row: CaseRow, isApplicant: boolean): CaseClockHistory['extensions'][number] {
  return {
    // A decision of the case ends what was asked for before it.
    state: one.state === 'requested' && (row.decided_at !== null || row.closed_at !== null) ? 'lapsed' : one.state,
    length: lengthWords(lengthOf(one)),
    reasons: one.reasons,
    requestedBy: one.requested_by_name,
    requestedAt: one.requested_at,
    decidedBy: one.decided_by_name,
    decidedAt: one.decided_at,
    opinion: isApplicant ? null : one.decision_opinion,
    noticeNumber: one.notice_number,
  }
}

function lengthOf({ amount, unit }: CaseExtensionRow): Length {
  if (unit === 'minute') return { minutes: amount, unit }
  if (unit === 'workhour' || unit === 'urgent-hour') return { hours: amount, unit }
  return { days: amount, unit: unit === 'day' ? 'day' : 'workday' }
}
