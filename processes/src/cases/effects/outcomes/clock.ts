import type { JsonValue } from '@lianban/engine'
import type { CaseExtensionRow, CaseRow, CaseSuspensionRow } from '@lianban/storage'
import {
  caseClockOf,
  chineseDay,
  closeOfBusiness,
  countOf,
  dayOf,
  lengthWords,
  sameOrNextWorkday,
  SUSPENSION_KINDS,
  type CaseClock,
  type Day,
  type StopKind,
  type SuspensionKind,
} from '../../../clock/index.ts'
import { samePerson, suspensionInvalid } from '../../errors.ts'
import { movedClock } from '../../moved-clock.ts'
import type { Deed, Entry, Outcome } from './deed.ts'

/*
 * Special procedures 特别程序 and extensions 延期: what stops, starts and lengthens the clock of a case.
 * Source: 行政许可法 articles 42, 45.
 */

export const MAX_SUSPENSION_DAYS = 366

export interface SuspensionFields {
  kind: SuspensionKind
  plannedEnd: string
  reason: string
}

/** What nobody has decided yet. */
export const UNDECIDED = { decided_by: null, decided_by_name: null, decided_at: null, decision_opinion: null, notice_number: null }

/** @throws CaseError SUSPENSION_INVALID */
export function refuseSuspensionRequest({ row, fields, at }: Pick<Deed, 'row' | 'fields' | 'at'>): void {
  const { kind, plannedEnd } = fields as unknown as SuspensionFields
  if (row.accepted_at === null || row.decided_at !== null) throw suspensionInvalid('本办件不在审查阶段,不能启动特别程序', null)
  if (row.suspended_at != null) throw suspensionInvalid('本办件正在进行特别程序,结束以后才能再次启动', null)
  if (!Object.hasOwn(SUSPENSION_KINDS, kind))
    throw suspensionInvalid(`特别程序只有${Object.values(SUSPENSION_KINDS).join('、')}八种(行政许可法第四十五条)`, 'kind')
  const today = dayOf(at)
  if (plannedEnd < today || plannedEnd > dayOf(at + MAX_SUSPENSION_DAYS * 86_400_000))
    throw suspensionInvalid('计划结束日应当是今日以后、一年以内的日期', 'plannedEnd')
}

/** 申请特别程序: asked for only. @returns the request as it is kept, and what comes of it */
export function suspensionRequested({ row, caller, fields, at }: Deed, id: string): { request: CaseSuspensionRow; outcome: Outcome } {
  const { kind, plannedEnd, reason } = fields as unknown as SuspensionFields
  const kindName = SUSPENSION_KINDS[kind]
  return {
    request: {
      ...{ tenant_id: row.tenant_id, id, case_id: row.id, kind, state: 'requested', reason, planned_end: plannedEnd },
      ...{ requested_by: caller.userId, requested_by_name: caller.name, requested_at: at },
      ...UNDECIDED,
      ...{ ended_by: null, ended_by_name: null, ended_at: null, result: null },
    },
    outcome: {
      variables: { suspension: { id, kind, kindName, plannedEnd, reason, number: '', requestedBy: caller.name } },
      patch: {},
      entries: [{ action: 'suspension.requested', payload: { suspension: id, kind, kindName, plannedEnd, reason } }],
    },
  }
}

/** What moves the clock of a case: variables for the timers, changes of the case file, what supervision is told. */
export interface ClockMove {
  variables: { clock: JsonValue }
  patch: Partial<CaseRow>
  entries: Entry[]
}

type Stopped = Pick<Deed, 'row' | 'matter' | 'calendar' | 'at'>

/** The clock of a case with one more stop, which is open, and what that changes of the case file. */
export function stoppedClock({ row, matter, calendar, at }: Stopped, kind: StopKind): { clock: CaseClock; patch: Partial<CaseRow> } {
  const before = caseClockOf(row.clock)
  const clock: CaseClock = { ...before, stops: [...before.stops, { kind, from: at, to: null }] }
  return { clock, patch: { ...movedClock(row, matter, clock, calendar), suspended_at: row.suspended_at ?? at } }
}

/** The same where what is open of this kind has come to its end: it goes on from the next day unless something else stops it. */
export function resumedClock({ row, matter, calendar, at }: Stopped, kind: StopKind): { clock: CaseClock; patch: Partial<CaseRow> } {
  const before = caseClockOf(row.clock)
  const stops = before.stops.map((stop) => (stop.kind === kind && stop.to === null ? { ...stop, to: at } : stop))
  const clock: CaseClock = { ...before, stops }
  const since = stops.find(({ to }) => to === null)?.from ?? null
  return { clock, patch: { ...movedClock(row, matter, clock, calendar), suspended_at: since } }
}

/** The clock stands still from now on, until the close of business of the planned day or of the next workday at the latest. */
export function clockStopped(
  { row, matter, caller, calendar, at }: Deed,
  { kind, plannedEnd, suspensionId, number }: { kind: SuspensionKind; plannedEnd: Day; suspensionId: string; number: string },
): ClockMove & { plannedEndAt: number } {
  const { clock, patch } = stoppedClock({ row, matter, calendar, at }, kind)
  const plannedEndAt = closeOfBusiness(sameOrNextWorkday(plannedEnd, calendar), calendar)
  const payload = { kind: SUSPENSION_KINDS[kind], plannedEndAt, approvedBy: caller.userId, number }
  return {
    plannedEndAt,
    variables: { clock: clock as unknown as JsonValue },
    patch,
    entries: [
      { action: 'clock.suspended', payload: { kind, plannedEndAt, plannedEnd, suspension: suspensionId } },
      { action: 'special-procedure.opened', payload },
    ],
  }
}

/** The clock goes on from the next day. */
export function clockResumed(
  { row, matter, calendar, at }: Stopped,
  open: Pick<CaseSuspensionRow, 'id' | 'kind' | 'planned_end'>,
  result: string,
): ClockMove {
  const { clock, patch } = resumedClock({ row, matter, calendar, at }, open.kind as StopKind)
  return {
    variables: { clock: clock as unknown as JsonValue },
    patch,
    entries: [
      { action: 'clock.resumed', payload: { kind: open.kind, suspension: open.id, overran: open.planned_end < dayOf(at) } },
      { action: 'special-procedure.closed', payload: { kind: SUSPENSION_KINDS[open.kind as SuspensionKind], result } },
    ],
  }
}

/** @param acting whoever decides, and whom he acts for. @throws CaseError SAME_PERSON, SUSPENSION_INVALID */
export function refuseSuspensionApproval(
  request: Pick<CaseSuspensionRow, 'requested_by' | 'planned_end'>,
  acting: readonly string[],
  at: number,
): void {
  if (acting.includes(request.requested_by)) throw samePerson('特别程序由您申请,不能由您批准,请由其他批准人办理')
  if (request.planned_end < dayOf(at)) throw suspensionInvalid('计划结束日已过,请选择不同意,由承办人重新申请', null)
}

/** 同意特别程序. */
export function suspensionApproved(deed: Deed, request: CaseSuspensionRow, number: string): Outcome {
  const kind = request.kind as SuspensionKind
  const stop = clockStopped(deed, { kind, plannedEnd: request.planned_end, suspensionId: request.id, number })
  const suspension = {
    id: request.id,
    kind,
    kindName: SUSPENSION_KINDS[kind],
    plannedEnd: request.planned_end,
    plannedEndAt: stop.plannedEndAt,
    reason: request.reason,
    number,
    requestedBy: request.requested_by_name,
    approvedBy: deed.caller.name,
    startedAt: deed.at,
  }
  const { variables, patch, entries } = stop
  return { variables: { ...variables, suspension }, patch, entries }
}

/** @throws CaseError SAME_PERSON */
export function refuseExtensionApproval(request: Pick<CaseExtensionRow, 'requested_by'>, acting: readonly string[]): void {
  if (acting.includes(request.requested_by)) throw samePerson('延期由您申请,不能由您批准,请由本单位其他负责人办理')
}

/** 同意延期: both limits are longer, once. */
export function extended(deed: Deed, request: Pick<CaseExtensionRow, 'reasons' | 'requested_by_name'>, number: string): Outcome {
  const { row, matter, caller, calendar, at } = deed
  const extension = matter.matter.limits.extension!
  const before = caseClockOf(row.clock)
  const clock: CaseClock = { ...before, extension: before.extension + countOf(extension) }
  const patch = movedClock(row, matter, clock, calendar)
  const statutoryDueText = patch.statutory_due_at == null ? '特别程序结束以后' : chineseDay(dayOf(patch.statutory_due_at - 1))
  return {
    variables: {
      clock: clock as unknown as JsonValue,
      extension: {
        number,
        reasons: request.reasons,
        length: lengthWords(extension),
        statutoryDueText,
        requestedBy: request.requested_by_name,
        decidedBy: caller.name,
        decidedAt: at,
      },
    },
    patch,
    entries: [
      {
        action: 'limit.extended',
        payload: { days: countOf(extension), unit: extension.unit, reason: request.reasons, approvedBy: caller.userId, number },
      },
    ],
  }
}
