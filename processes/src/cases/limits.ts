import type { CaseRow } from '@lianban/storage'
import {
  dayOf,
  dueOf,
  dueView,
  endOfDay,
  lampOf,
  plusDays,
  startOfDay,
  type Calendar,
  type DueView,
  type TimeLimit,
} from '../clock/index.ts'
import type { LimitManifest, MatterManifest } from '../manifest.ts'

const running = (limit: LimitManifest, startAt: number): TimeLimit => ({ startAt, n: limit.days, unit: limit.unit })

const dueAt = (limit: TimeLimit, calendar: Calendar): number => dueOf(limit, limit.startAt, calendar).dueAt

/** From when the lamp of this limit warns: the first instant of the first day on which it does. */
function warnAt(limit: TimeLimit, calendar: Calendar): number {
  const last = dueAt(limit, calendar)
  let day = plusDays(dayOf(limit.startAt), 1)
  while (endOfDay(day) < last && lampOf({ now: startOfDay(day), calendar, promised: limit }) !== 'warning') day = plusDays(day, 1)
  return startOfDay(day)
}

/** The intake limit of papers received at `receivedAt`: silence until then is acceptance (行政许可法 article 32). */
export function intakeLimits(
  matter: MatterManifest,
  receivedAt: number,
  calendar: Calendar,
): Pick<CaseRow, 'received_at' | 'intake_due_at' | 'warn_at'> {
  const limit = running(matter.limits.intake, receivedAt)
  return { received_at: receivedAt, intake_due_at: dueAt(limit, calendar), warn_at: warnAt(limit, calendar) }
}

/** Both limits of a case accepted at `acceptedAt`, stored with it: a new calendar re-dates cases by a deed, never by itself. */
export function examinationLimits(matter: MatterManifest, acceptedAt: number, calendar: Calendar) {
  const promised = running(matter.limits.promised, acceptedAt)
  return {
    accepted_at: acceptedAt,
    promised_due_at: dueAt(promised, calendar),
    statutory_due_at: dueAt(running(matter.limits.statutory, acceptedAt), calendar),
    warn_at: warnAt(promised, calendar),
  } satisfies Partial<CaseRow>
}

/** The limit to deliver what was decided at `decidedAt` (行政许可法 article 44). */
export function deliveryLimits(matter: MatterManifest, decidedAt: number, calendar: Calendar) {
  const limit = running(matter.limits.delivery, decidedAt)
  return { decided_at: decidedAt, delivery_due_at: dueAt(limit, calendar), warn_at: warnAt(limit, calendar) } satisfies Partial<CaseRow>
}

/** Promised and statutory limit for people to read; null before acceptance. The days left stop at the decision. */
export function dueViews(
  row: Pick<CaseRow, 'accepted_at' | 'decided_at' | 'closed_at'>,
  matter: MatterManifest,
  now: number,
  calendar: Calendar,
): { promised: DueView | null; statutory: DueView | null } {
  if (row.accepted_at === null) return { promised: null, statutory: null }
  const at = row.decided_at ?? row.closed_at ?? now
  const view = (limit: LimitManifest) => dueView(running(limit, row.accepted_at!), at, calendar, '受理')
  return { promised: view(matter.limits.promised), statutory: view(matter.limits.statutory) }
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
    promisedDueDay: dayOf(limits.promised_due_at - 1),
    statutoryDueDay: dayOf(limits.statutory_due_at - 1),
  }
}
