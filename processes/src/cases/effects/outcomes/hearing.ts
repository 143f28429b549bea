import { addWorkdays, dayOf, isWorkday, SUSPENSION_KINDS, timeOfDay, type Day } from '../../../clock/index.ts'
import { CaseError } from '../../errors.ts'
import { ASK_WITHIN, hearingOf, HOLD_WITHIN, NO_HEARING, NOTICE_AHEAD, type HearingRecord } from '../../hearing.ts'
import { clockStopped, type ClockMove } from './clock.ts'
import type { Deed, Outcome } from './deed.ts'

/* 听证: see ../hearing-effects.ts. Source: 行政许可法 articles 46 to 48. */

const invalid = (message: string, field: string | null): CaseError =>
  new CaseError('HEARING_INVALID', message, field ? { field } : undefined)

/** Reviewed now: accepted, not decided, its clock running. @throws CaseError HEARING_INVALID */
function refuseOutsideExamination({ row }: Pick<Deed, 'row'>): void {
  if (row.accepted_at === null || row.decided_at !== null) throw invalid('本办件不在审查阶段,不能进行听证', null)
  if (row.suspended_at != null) throw invalid('本办件正在进行特别程序,结束以后才能进行听证', null)
}

/** @throws CaseError HEARING_INVALID */
export function refuseHearingRights(deed: Pick<Deed, 'row'>): void {
  refuseOutsideExamination(deed)
  if (hearingOf(deed.row.hearing) !== null) throw invalid('本办件已经告知过听证权利或者举行过听证,不再告知', null)
}

export function hearingRightsTold({ row, fields, at }: Deed, number: string): Outcome {
  const interested = typeof fields.interested === 'string' ? fields.interested : ''
  const hearing: HearingRecord = { ...NO_HEARING, told: { at, number, interested, dueAt: null } }
  const toldTo = interested === '' ? row.applicant_name : `${row.applicant_name}、${interested}`
  return {
    variables: { hearingRights: { number, toldTo, reasons: String(fields.reasons), limitDays: ASK_WITHIN, notifiedAt: at } },
    patch: { hearing },
    entries: [{ action: 'hearing.rights-told', payload: { number, interested } }],
  }
}

type Arranging = Pick<Deed, 'row' | 'form' | 'calendar' | 'at'>

/** @throws CaseError HEARING_INVALID */
export function refuseArrangement(deed: Arranging): void {
  refuseOutsideExamination(deed)
  const day = deed.form.day as Day
  if (!isWorkday(day, deed.calendar)) throw invalid('听证应当安排在工作日举行', 'day')
  const { from, until } = hearingDays(deed)
  if (day < from) throw invalid(`应当在举行听证的七日前通知,最早可以安排在${from}`, 'day')
  if (day > until) throw invalid(`应当自收到听证申请之日起二十日内组织听证,最迟安排在${until}`, 'day')
}

/** First and last day on which the hearing may be held. Arranged too late for both rules, the notice counts and the log tells it. */
function hearingDays({ row, calendar, at }: Arranging, lenient = true): { from: Day; until: Day } {
  const after = (start: number, workdays: number): Day => dayOf(addWorkdays(start, workdays, calendar) - 1)
  const from = after(at, NOTICE_AHEAD + 1)
  const until = after(hearingOf(row.hearing)?.asked?.at ?? at, HOLD_WITHIN)
  return { from, until: lenient && until < from ? from : until }
}

/** The hearing is fixed, and the clock stands still until it was held. */
export function hearingArranged(
  deed: Deed,
  { number, suspensionId, presiderName }: { number: string; suspensionId: string; presiderName: string },
): Outcome & ClockMove {
  const { row, form, at } = deed
  const day = form.day as Day
  const stop = clockStopped(deed, { kind: 'hearing', plannedEnd: day, suspensionId, number })
  const before = hearingOf(row.hearing) ?? NO_HEARING
  const heldAt = timeOfDay(day, String(form.time))
  const place = String(form.place)
  const manner = String(form.manner)
  const toldTo = [row.applicant_name, before.told?.interested].filter(Boolean).join('、')
  const hearing: HearingRecord = { ...before, notice: { at, number, heldAt, place, presiderName, manner } }
  const { until } = hearingDays(deed, false)
  return {
    variables: {
      ...stop.variables,
      suspension: {
        id: suspensionId,
        kind: 'hearing',
        kindName: SUSPENSION_KINDS.hearing,
        plannedEnd: day,
        plannedEndAt: stop.plannedEndAt,
      },
      hearing: { number, toldTo, heldAt, place, presider: presiderName, recorder: String(form.recorder), manner, notifiedAt: at },
    } as ClockMove['variables'] & Outcome['variables'],
    patch: { ...stop.patch, hearing },
    entries: [
      ...stop.entries,
      { action: 'hearing.arranged', payload: { number, heldAt, place, presider: String(form.presider), late: day > until } },
    ],
  }
}

/** 不举行听证: whoever asked has given it up; the examination goes on. */
export function hearingDropped({ row, opinion, at }: Deed): Outcome {
  const before = hearingOf(row.hearing) ?? NO_HEARING
  return {
    variables: {},
    patch: { hearing: { ...before, ended: { at, result: 'dropped' } } satisfies HearingRecord },
    entries: [{ action: 'hearing.dropped', payload: { reasons: opinion } }],
  }
}

/** @throws CaseError HEARING_INVALID */
export function refuseEarlyMinutes({ row, at }: Pick<Deed, 'row' | 'at'>): void {
  const heldAt = hearingOf(row.hearing)?.notice?.heldAt
  if (heldAt !== undefined && at < heldAt) throw invalid('听证还没有开始,举行以后才能提交听证笔录', null)
}

/** 听证笔录. @param move the clock goes on */
export function hearingHeld({ row, form, at }: Deed, move: ClockMove): Outcome {
  const before = hearingOf(row.hearing) ?? NO_HEARING
  return {
    ...move,
    patch: { ...move.patch, hearing: { ...before, ended: { at, result: 'held' } } satisfies HearingRecord },
    entries: [...move.entries, { action: 'hearing.held', payload: { summary: String(form.summary) } }],
  }
}
