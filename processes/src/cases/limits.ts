import type { CaseRow } from '@lianban/storage'
import {
  caseClockOf,
  countOf,
  dayOf,
  dueOf,
  dueView,
  fixedDueAt,
  RUNNING_CLOCK,
  warnFrom,
  type Calendar,
  type CaseClock,
  type DueView,
  type Length,
  type TimeLimit,
} from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'

/** A limit that began at `startAt`, with what has happened to its clock since. */
export const runningLimit = (length: Length, startAt: number, { stops, extension }: CaseClock = RUNNING_CLOCK): TimeLimit => ({
  startAt,
  n: countOf(length),
  unit: length.unit,
  extension,
  suspensions: stops,
})

const dueAt = (limit: TimeLimit, calendar: Calendar): number => dueOf(limit, limit.startAt, calendar).dueAt

/** The intake limit of papers received at `receivedAt`: silence until then is acceptance (行政许可法 article 32). */
export function intakeLimits(matter: MatterManifest, receivedAt: number, calendar: Calendar) {
  const limit = runningLimit(matter.limits.intake, receivedAt)
  return {
    received_at: receivedAt,
    intake_due_at: dueAt(limit, calendar),
    warn_at: warnFrom(limit, calendar),
  } satisfies Partial<CaseRow>
}

/** Whether the case still lies with the lower organ that reviews it first. */
export const isInFirstReview = ({ procedure }: MatterManifest, { from }: CaseClock): boolean =>
  procedure.firstReview !== null && from === undefined

/** Until it is reported up the lower organ's own limit counts, and no promise but that. Source: 行政许可法 article 43. */
function decidingLimits(matter: MatterManifest, clock: CaseClock): { promised: Length; statutory: Length } {
  const { promised, statutory, firstReview } = matter.limits
  return firstReview && isInFirstReview(matter, clock) ? { promised: firstReview, statutory: firstReview } : { promised, statutory }
}

/**
 * Both limits of a case accepted at `acceptedAt`, stored with it: a new calendar re-dates cases by a deed, never by itself.
 * While its clock stands still a limit that had not run out has no due time.
 */
export function examinationLimits(matter: MatterManifest, acceptedAt: number, calendar: Calendar, clock: CaseClock = RUNNING_CLOCK) {
  const lengths = decidingLimits(matter, clock)
  const startAt = clock.from ?? acceptedAt
  const promised = runningLimit(lengths.promised, startAt, clock)
  const promisedDueAt = fixedDueAt(promised, calendar)
  const isStopped = clock.stops.some(({ to }) => to === null)
  return {
    accepted_at: acceptedAt,
    promised_due_at: promisedDueAt,
    statutory_due_at: fixedDueAt(runningLimit(lengths.statutory, startAt, clock), calendar),
    warn_at: isStopped ? null : warnFrom(promised, calendar),
  } satisfies Partial<CaseRow>
}

/** The limit to deliver what was decided at `decidedAt` (行政许可法 article 44). */
export function deliveryLimits(matter: MatterManifest, decidedAt: number, calendar: Calendar) {
  const limit = runningLimit(matter.limits.delivery, decidedAt)
  return {
    decided_at: decidedAt,
    delivery_due_at: dueAt(limit, calendar),
    warn_at: warnFrom(limit, calendar),
    suspended_at: null,
  } satisfies Partial<CaseRow>
}

/** The due times that an open case is waiting for now, counted by `calendar`, with its version; those that are past keep theirs. */
export function openLimits(
  row: Pick<CaseRow, 'received_at' | 'accepted_at' | 'decided_at' | 'delivery_due_at' | 'status' | 'clock'>,
  matter: MatterManifest,
  calendar: Calendar,
): Partial<CaseRow> {
  const counted = { calendar_version: calendar.edition }
  if (row.decided_at !== null) {
    if (row.delivery_due_at === null) return counted
    const { delivery_due_at, warn_at } = deliveryLimits(matter, row.decided_at, calendar)
    return { delivery_due_at, warn_at, ...counted }
  }
  if (row.accepted_at !== null) return { ...examinationLimits(matter, row.accepted_at, calendar, caseClockOf(row.clock)), ...counted }
  return row.status === 'submitted' ? { ...intakeLimits(matter, row.received_at, calendar), ...counted } : counted
}

/** Promised and statutory limit for people to read; null before acceptance. The days left stop at the decision. */
export function dueViews(
  row: Pick<CaseRow, 'accepted_at' | 'decided_at' | 'closed_at' | 'clock'>,
  matter: MatterManifest,
  now: number,
  calendar: Calendar,
): { promised: DueView | null; statutory: DueView | null } {
  if (row.accepted_at === null) return { promised: null, statutory: null }
  const at = row.decided_at ?? row.closed_at ?? now
  const clock = caseClockOf(row.clock)
  const from = matter.joint ? '收到申请' : clock.from === undefined ? '受理' : '收到初审意见'
  const view = (limit: Length) => dueView(runningLimit(limit, clock.from ?? row.accepted_at!, clock), at, calendar, from)
  const { promised, statutory } = decidingLimits(matter, clock)
  return { promised: view(promised), statutory: view(statutory) }
}

/** The `acceptance` variable that documents print. `number` is empty where nobody accepted and silence did. */
export function acceptanceVariable(
  matter: MatterManifest,
  at: { receivedAt: number; acceptedAt: number; number: string },
  calendar: Calendar,
) {
  const limits = examinationLimits(matter, at.acceptedAt, calendar)
  return {
    number: at.number,
    receivedAt: at.receivedAt,
    acceptedAt: at.acceptedAt,
    promisedDueDay: dayOf(limits.promised_due_at! - 1),
    statutoryDueDay: dayOf(limits.statutory_due_at! - 1),
  }
}

/** Limits of the whole case that a model's timers may ask for. */
export type LimitName = 'intake' | 'supplement' | 'promised' | 'statutory' | 'delivery' | 'firstReview' | 'inspection'

/** What the timers and due dates of a model read: each limit by its name and unit, and the limits of the steps by their task. */
export function limitVariables({ limits, steps }: MatterManifest): Record<string, number | Record<string, number>> {
  const { intake, supplement, promised, statutory, delivery, firstReview, inspection } = limits
  const named = Object.entries({
    ...{ intake, supplement, promised, statutory, delivery },
    ...(firstReview && { firstReview }),
    ...(inspection && { inspection }),
  }) as [LimitName, Length][]
  return {
    ...Object.fromEntries(named.map(([name, limit]) => [limitVariable(name, limit), countOf(limit)])),
    stepLimits: Object.fromEntries(steps.map(({ task, limit }) => [task, countOf(limit)])),
  }
}

/** The process variable with the length of a limit: `promisedDays`, `promisedHours`, `promisedMinutes` by its unit. */
export const limitVariable = (name: LimitName, { unit }: Pick<Length, 'unit'>): string =>
  `${name}${unit === 'minute' ? 'Minutes' : unit === 'workday' || unit === 'day' ? 'Days' : 'Hours'}`
