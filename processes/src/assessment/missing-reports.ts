import { assessmentFrames, assessmentResults, inTransaction, type AssessmentFrameRow } from '@lianban/storage'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { dayOf } from '../clock/day.ts'
import type { AssessmentContext } from './desk.ts'
import { reportDueAt } from './progress.ts'

const MONTHS = 12

/**
 * Says of every month whose report was due and has not come that it is missing: once, with a notice to the unit and an entry that
 * the supervision's rules read, each in a transaction of its own. A missing report is not a value of zero. Several servers may
 * sweep at once. @returns how many were found
 */
export async function sweepReports(context: AssessmentContext, tenantId: string): Promise<number> {
  let found = 0
  for (const frame of await assessmentFrames(context.database).list(tenantId, 'started')) found += await sweepFrame(context, frame)
  return found
}

async function sweepFrame(context: AssessmentContext, frame: AssessmentFrameRow): Promise<number> {
  const { database, clock, calendarOf } = context
  const { tenant_id: tenantId } = frame
  const due = monthsDue(frame, clock(), (month) => reportDueAt(frame, month, calendarOf(tenantId)))
  let told = 0
  for (const { month, dueAt } of due)
    for (const one of await assessmentResults(database).unreported(tenantId, frame.id, month))
      if (await tellMissing(context, tenantId, { ...one, month, dueAt })) told++
  return told
}

interface Missing {
  indicator_id: string
  organ_id: string
  /** Of the indicator. */
  name: string
  month: string
  dueAt: number
}

/** Months of the year whose report was due before now; none that had ended before the year's targets were issued. */
function monthsDue({ year, started_at }: AssessmentFrameRow, now: number, dueAt: (month: string) => number) {
  const first = dayOf(started_at!).slice(0, 7)
  return Array.from({ length: MONTHS }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`)
    .filter((month) => month >= first && month < dayOf(now).slice(0, 7))
    .map((month) => ({ month, dueAt: dueAt(month) }))
    .filter((one) => one.dueAt <= now)
}

/** @returns whether it was not told before */
const tellMissing = (
  { database, clock, tenants, notices }: AssessmentContext,
  tenantId: string,
  { indicator_id, organ_id, name, month, dueAt }: Missing,
): Promise<boolean> =>
  inTransaction(database, async (tx) => {
    const told = await assessmentResults(tx).markMissing({
      ...{ tenant_id: tenantId, indicator_id, organ_id, month, status: 'missing', value: null, text: null, case_id: null },
      ...{ handed_in_at: null, late: true, told_at: clock(), verified_by: null },
    })
    if (!told) return false
    await notices.send(tx, tenantId, {
      to: { posts: [{ post: 'target-officer', organId: organ_id }] },
      title: `请报送${month}的“${name}”进展`,
      text: `“${name}”(${indicator_id})${month}的进展月报已经逾期,请尽快报送。没有报送不按零计,但会记入督查。`,
      link: '/assessment',
    })
    await tenants.supervision.record(tx, tenantId, [
      {
        ...{ action: 'assessment.report-missing', subject: `target:${indicator_id}:${organ_id}`, organId: organ_id, actor: SYSTEM_ACTOR },
        payload: { indicator: indicator_id, name, month, dueAt },
      },
    ])
    return true
  })
