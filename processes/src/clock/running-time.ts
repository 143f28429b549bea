import { isWorkday, officeHoursOn, type Calendar } from './calendar.ts'
import { dayOf, endOfDay, plusDays, startOfDay, timeOfDay, type Day } from './day.ts'
import { checkSuspensions, type Suspension } from './suspensions.ts'

/*
 * Limits in hours and minutes. They run from the instant they begin (民法典 article 201, second paragraph), not from the
 * next day, and a last one outside office hours does not move.
 */

/** 工作时 counts in office hours of workdays; 紧急工作时 and minutes count round the clock. */
export type TimeUnit = 'workhour' | 'urgent-hour' | 'minute'

export const UNIT_MS: Record<TimeUnit, number> = { workhour: 3_600_000, 'urgent-hour': 3_600_000, minute: 60_000 }

/** [from, to), epoch milliseconds. */
interface Stretch {
  from: number
  to: number
}

interface Running {
  startAt: number
  unit: TimeUnit
  suspensions: readonly Suspension[]
}

/**
 * The instant at which a clock that began at `startAt` has run for `length` milliseconds.
 * @param now end of a suspension that is still open
 * @throws ClockError CALENDAR_NOT_COVERED, SUSPENSION_INVALID
 */
export function addRunningTime(running: Running, length: number, now: number, calendar: Calendar): number {
  const gaps = stopped(running.suspensions, now)
  let left = length
  for (let day = dayOf(running.startAt); ; day = plusDays(day, 1)) {
    for (const { from, to } of stretchesOn(day, running, gaps, calendar)) {
      if (left <= to - from) return from + left
      left -= to - from
    }
  }
}

/** How many milliseconds such a clock has run at `at`. @throws ClockError as `addRunningTime` */
export function runningTime(running: Running, at: number, calendar: Calendar): number {
  const gaps = stopped(running.suspensions, at)
  let sum = 0
  const last = dayOf(at)
  for (let day = dayOf(running.startAt); day <= last; day = plusDays(day, 1)) {
    for (const { from, to } of stretchesOn(day, running, gaps, calendar)) sum += Math.max(0, Math.min(to, at) - from)
  }
  return sum
}

/** When the clock runs on a day, in order. */
function stretchesOn(day: Day, { startAt, unit }: Running, gaps: readonly Stretch[], calendar: Calendar): Stretch[] {
  const open = unit === 'workhour' ? officeTime(day, calendar) : [{ from: startOfDay(day), to: endOfDay(day) }]
  const begun = open.map(({ from, to }) => ({ from: Math.max(from, startAt), to }))
  return gaps.reduce(without, begun).filter(({ from, to }) => from < to)
}

const officeTime = (day: Day, calendar: Calendar): Stretch[] =>
  isWorkday(day, calendar)
    ? officeHoursOn(day, calendar).map(({ from, to }) => ({ from: timeOfDay(day, from), to: timeOfDay(day, to) }))
    : []

function stopped(suspensions: readonly Suspension[], now: number): Stretch[] {
  checkSuspensions(suspensions)
  return suspensions.map(({ from, to }) => ({ from, to: Math.max(from, to ?? now) }))
}

const without = (stretches: Stretch[], gap: Stretch): Stretch[] =>
  stretches.flatMap(({ from, to }) =>
    [
      { from, to: Math.min(to, gap.from) },
      { from: Math.max(from, gap.to), to },
    ].filter((part) => part.from < part.to),
  )
