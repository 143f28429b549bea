import { caseClocks, newId } from '@lianban/storage'
import { addWorkdays, dayOf, isWorkday, SUSPENSION_KINDS, timeOfDay, type Calendar, type Day } from '../../clock/index.ts'
import { CaseError } from '../errors.ts'
import { ASK_WITHIN, hearingOf, HOLD_WITHIN, NO_HEARING, NOTICE_AHEAD, type HearingRecord } from '../hearing.ts'
import { personName } from '../people.ts'
import { nextNumber, type CaseEffect, type EffectInput } from './effect.ts'
import { resumeClock, stopClock } from './stop-clock.ts'

const invalid = (message: string, field: string | null): CaseError =>
  new CaseError('HEARING_INVALID', message, field ? { field } : undefined)

/** Reviewed now: accepted, not decided, its clock running. */
function refuseOutsideExamination({ loaded: { row } }: EffectInput): void {
  if (row.accepted_at === null || row.decided_at !== null) throw invalid('本办件不在审查阶段,不能进行听证', null)
  if (row.suspended_at != null) throw invalid('本办件正在进行特别程序,结束以后才能进行听证', null)
}

/** 告知听证权利: applicant and interested persons are told of their right, once. Source: 行政许可法 article 47. */
export const tellHearingRights: CaseEffect = {
  isOffered: ({ loaded }) => hearingOf(loaded.row.hearing) === null,
  check(input) {
    refuseOutsideExamination(input)
    if (hearingOf(input.loaded.row.hearing) !== null) throw invalid('本办件已经告知过听证权利或者举行过听证,不再告知', null)
  },
  async apply(tx, input) {
    const { at, fields, loaded } = input
    const number = await nextNumber(tx, input, 'hearing-rights')
    const interested = typeof fields.interested === 'string' ? fields.interested : ''
    const hearing: HearingRecord = { ...NO_HEARING, told: { at, number, interested, dueAt: null } }
    const toldTo = interested === '' ? loaded.row.applicant_name : `${loaded.row.applicant_name}、${interested}`
    return {
      variables: { hearingRights: { number, toldTo, reasons: String(fields.reasons), limitDays: ASK_WITHIN, notifiedAt: at } },
      patch: { hearing },
      entries: [{ action: 'hearing.rights-told', payload: { number, interested } }],
    }
  },
}

/** 组织听证: day, place and who presides; told at least seven days ahead, held within twenty days of the asking; not counted (45). */
export const arrangeHearing: CaseEffect = {
  movesClock: true,
  check(input) {
    refuseOutsideExamination(input)
    const day = input.form.day as Day
    const calendar = input.context.calendarOf(input.loaded.row.tenant_id)
    if (!isWorkday(day, calendar)) throw invalid('听证应当安排在工作日举行', 'day')
    const { from, until } = hearingDays(input, calendar)
    if (day < from) throw invalid(`应当在举行听证的七日前通知,最早可以安排在${from}`, 'day')
    if (day > until) throw invalid(`应当自收到听证申请之日起二十日内组织听证,最迟安排在${until}`, 'day')
  },
  async apply(tx, input) {
    const { at, caller, context, form, loaded, opinion } = input
    const { row } = loaded
    const day = form.day as Day
    const number = await nextNumber(tx, input, 'hearing-notice')
    const suspensionId = newId()
    const stop = await stopClock(tx, input, { kind: 'hearing', plannedEnd: day, suspensionId, number })
    const before = hearingOf(row.hearing) ?? NO_HEARING
    const asked = before.asked ?? { by: loaded.participants.Task_Review?.at(-1) ?? caller.userId, byName: '承办人', at }
    await caseClocks(tx).addSuspension({
      tenant_id: row.tenant_id,
      id: suspensionId,
      case_id: row.id,
      kind: 'hearing',
      state: 'open',
      reason: before.asked ? '依申请举行听证' : '依职权举行听证',
      planned_end: day,
      requested_by: asked.by,
      requested_by_name: asked.byName,
      requested_at: asked.at,
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
      notice_number: number,
      ended_by: null,
      ended_by_name: null,
      ended_at: null,
      result: null,
    })
    const heldAt = timeOfDay(day, String(form.time))
    const presiderName = await personName({ ...context, database: tx }, row.tenant_id, String(form.presider))
    const place = String(form.place)
    const manner = String(form.manner)
    const toldTo = [row.applicant_name, before.told?.interested].filter(Boolean).join('、')
    const hearing: HearingRecord = { ...before, notice: { at, number, heldAt, place, presiderName, manner } }
    const { until } = hearingDays(input, context.calendarOf(row.tenant_id), false)
    return {
      ...stop,
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
      },
      patch: { ...stop.patch, hearing },
      entries: [
        ...stop.entries,
        { action: 'hearing.arranged', payload: { number, heldAt, place, presider: String(form.presider), late: day > until } },
      ],
    }
  },
}

/** First and last day on which the hearing may be held. Arranged too late for both rules, the notice counts and the log tells it. */
function hearingDays({ loaded: { row }, at }: EffectInput, calendar: Calendar, lenient = true): { from: Day; until: Day } {
  const after = (start: number, workdays: number): Day => dayOf(addWorkdays(start, workdays, calendar) - 1)
  const from = after(at, NOTICE_AHEAD + 1)
  const until = after(hearingOf(row.hearing)?.asked?.at ?? at, HOLD_WITHIN)
  return { from, until: lenient && until < from ? from : until }
}

/** 不举行听证: whoever asked has given it up; the examination goes on. */
export const dropHearing: CaseEffect = {
  apply(_tx, { at, loaded, opinion }) {
    const before = hearingOf(loaded.row.hearing) ?? NO_HEARING
    return Promise.resolve({
      variables: {},
      patch: { hearing: { ...before, ended: { at, result: 'dropped' } } satisfies HearingRecord },
      entries: [{ action: 'hearing.dropped', payload: { reasons: opinion } }],
    })
  },
}

/** 听证笔录: the clock goes on, and the case is decided on the minutes. Source: 行政许可法 article 48 (5). */
export const holdHearing: CaseEffect = {
  movesClock: true,
  check({ at, loaded: { row } }) {
    const heldAt = hearingOf(row.hearing)?.notice?.heldAt
    if (heldAt !== undefined && at < heldAt) throw invalid('听证还没有开始,举行以后才能提交听证笔录', null)
  },
  async apply(tx, input) {
    const { at, form, loaded } = input
    const before = hearingOf(loaded.row.hearing) ?? NO_HEARING
    const move = await resumeClock(tx, input, String(form.summary))
    return {
      ...move,
      patch: { ...move.patch, hearing: { ...before, ended: { at, result: 'held' } } satisfies HearingRecord },
      entries: [...move.entries, { action: 'hearing.held', payload: { summary: String(form.summary) } }],
    }
  },
}
