import { assessmentFrames, assessmentResults, type AssessmentFrameRow, type AssessmentReportRow } from '@lianban/storage'
import { DAY_MS, dayOf, endOfDay, startOfDay } from '../clock/day.ts'
import { sameOrNextWorkday, type Calendar } from '../clock/index.ts'
import { decimalAt, entry, opening, refuse, textOf } from './doing.ts'
import { startedTarget } from './found.ts'

/* 进展月报: handed in by the unit, verified by the indicator's owner. */

/** Until when the report of a month is in time: the frame's day of the next month, or the first workday after. Epoch milliseconds. */
export function reportDueAt({ report_day }: Pick<AssessmentFrameRow, 'report_day'>, month: string, calendar: Calendar): number {
  const [year, no] = month.split('-').map(Number) as [number, number]
  const next = no === 12 ? `${year + 1}-01` : `${year}-${String(no + 1).padStart(2, '0')}`
  return endOfDay(sameOrNextWorkday(`${next}-${String(report_day).padStart(2, '0')}`, calendar))
}

/** The report that is due next: that of last month until its day has passed, else of this month; null outside the frame's year. */
export function nextReport(
  frame: Pick<AssessmentFrameRow, 'year' | 'report_day'>,
  now: number,
  calendar: Calendar,
): { month: string; dueAt: number } | null {
  const thisMonth = dayOf(now).slice(0, 7)
  const lastMonth = dayOf(startOfDay(`${thisMonth}-01`) - DAY_MS).slice(0, 7)
  const found = [lastMonth, thisMonth]
    .filter((month) => month.startsWith(`${frame.year}-`))
    .map((month) => ({ month, dueAt: reportDueAt(frame, month, calendar) }))
  return found.find(({ dueAt }) => dueAt > now) ?? null
}

export const openReport = opening(
  async (db, { context, caller, form, openerOrgan, at }) => {
    const { tenantId } = caller
    const found = await startedTarget(db, { tenantId, organ: openerOrgan, indicatorId: form.indicatorId })
    const { frame, indicator, target } = found
    if (indicator.source !== 'reported') refuse('indicatorId', `“${indicator.name}”的完成值不由被考核单位报送`)
    const month = textOf(form.month)
    if (!month.startsWith(`${frame.year}-`)) refuse('month', `月份应当在${frame.year}年度之内`)
    if (month > dayOf(at).slice(0, 7)) refuse('month', '不能提前报送以后月份的进展')
    const before = await assessmentResults(db).report(tenantId, { indicator_id: indicator.id, organ_id: target.organ_id, month })
    if (before && before.status !== 'missing') refuse('month', `${month}的进展已经报送,请在原来的报送件中办理`)
    const report: AssessmentReportRow = {
      ...{ tenant_id: tenantId, indicator_id: indicator.id, organ_id: target.organ_id, month, status: 'handed-in' },
      ...{ value: decimalAt(form.value, 'value'), text: textOf(form.text), case_id: null, handed_in_at: at },
      ...{ late: at >= reportDueAt(frame, month, context.calendarOf(tenantId)), told_at: before?.told_at ?? null, verified_by: null },
    }
    return { indicator, report }
  },
  async (tx, { row }, { indicator, report }) => {
    await assessmentResults(tx).putReport({ ...report, case_id: row.id })
    const { indicator_id, organ_id, month, value, late } = report
    return {
      variables: { indicatorOwner: indicator.owner, indicatorName: indicator.name },
      entries: [{ action: 'assessment.report-handed-in', payload: { indicator: indicator_id, organ: organ_id, month, value, late } }],
    }
  },
)

/** What came back is put right; it was handed in when it was handed in first. */
export const reviseReport = entry(
  async (_db, { loaded, form: changed }) => {
    const form = { ...(loaded.row.form as Record<string, unknown>), ...changed }
    return Promise.resolve({ value: decimalAt(form.value, 'value'), text: textOf(form.text) })
  },
  async (tx, { caller, loaded }, patch) => {
    await assessmentResults(tx).settleReport(caller.tenantId, loaded.row.id, patch)
    return { entries: [{ action: 'assessment.report-revised', payload: { value: patch.value } }] }
  },
)

export const verifyReport = entry(
  async (db, { caller, loaded }) => {
    const { indicatorId } = loaded.row.form as { indicatorId: string }
    const indicator = await assessmentFrames(db).indicator(caller.tenantId, indicatorId)
    if (!indicator) refuse('indicatorId', '该指标已经不存在,请联系考核办')
    return indicator
  },
  async (tx, { caller, loaded }, indicator) => {
    await assessmentResults(tx).settleReport(caller.tenantId, loaded.row.id, { status: 'verified', verified_by: caller.name })
    return { entries: [{ action: 'assessment.report-verified', payload: { indicator: indicator.id } }] }
  },
)
