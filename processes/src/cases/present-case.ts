import type { CaseWithLamp } from '@lianban/storage'
import type { Calendar } from '../clock/index.ts'
import type { Matter } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { caseStatusText } from './licences/acts.ts'
import { dueViews } from './limits.ts'
import { matterOf } from './resources.ts'
import type { CaseSummary, SupplementRecord } from './views.ts'

/** One case as lists show it. */
export function presentCase(row: CaseWithLamp, matter: Matter, now: number, calendar: Calendar): CaseSummary {
  return {
    id: row.id,
    caseNo: row.case_no,
    matterKey: row.matter_key,
    matterName: row.matter_name,
    organId: row.organ_id,
    organName: row.organ_name,
    applicantName: row.applicant_name,
    status: row.status,
    statusText: statusTextOf(row, matter),
    stepName: row.step_name,
    lamp: row.lamp,
    submittedAt: row.submitted_at,
    acceptedAt: row.accepted_at,
    deemedAccepted: row.deemed_accepted,
    closedAt: row.closed_at,
    ...dueViews(row, matter.matter, now, calendar),
  }
}

/** What the applicant is waited for before the acceptance, where it is no 补正. */
const AMENDED = { correction: '待当场更正', advice: '预审后待修改' } as const

function statusTextOf(row: CaseWithLamp, { matter }: Matter): string {
  // What a theme waits for first is to be distributed, its matters are accepted one by one.
  if (matter.joint && row.status === 'submitted') return '已提交,待分发'
  const kind = row.status === 'supplementing' ? (row.supplement as SupplementRecord | null)?.kind : undefined
  return kind ? AMENDED[kind] : caseStatusText(row.status, matter)
}

export async function presentCases(context: CaseContext, rows: CaseWithLamp[]): Promise<CaseSummary[]> {
  const now = context.clock()
  const summaries: CaseSummary[] = []
  for (const row of rows) summaries.push(presentCase(row, await matterOf(context, row), now, context.calendarOf(row.tenant_id)))
  return summaries
}
