import type { Calendar } from './calendar.ts'
import { dayOf } from './day.ts'
import type { Suspension } from './suspensions.ts'
import { dueOf, isInDays, type TimeLimit } from './time-limit.ts'

/**
 * What has happened to the clock of a case: kept with the case, and handed to timers as the process variable `clock`.
 * It is plain JSON.
 */
export interface CaseClock {
  stops: Suspension[]
  /** More of the limit's unit, granted by the head of the organ; 0: none. */
  extension: number
  /** The limits of the decision count from here instead of the acceptance: a lower organ has reviewed and reported up (行政许可法 article 43). */
  from?: number
}

export const RUNNING_CLOCK: CaseClock = { stops: [], extension: 0 }

/**
 * The due time of a timer whose clock stands still: there is none until it goes on again. It is written as the last day
 * that has four digits, so that it is an instant for every program that reads the job, and never comes.
 */
export const NO_DUE_TIME = Date.UTC(9999, 11, 31)

/** A due time of the engine as people see it: null while the clock stands still. */
export const runningDue = (dueAt: number | null): number | null => (dueAt !== null && dueAt >= NO_DUE_TIME ? null : dueAt)

/**
 * When a limit ends, or null while its clock stands still and it had not run out before.
 * @throws ClockError as `dueOf`
 */
export function fixedDueAt(limit: TimeLimit, calendar: Calendar): number | null {
  const stops = limit.suspensions ?? []
  const openFrom = Math.min(...stops.filter(({ to }) => to === null).map(({ from }) => from))
  if (openFrom === Infinity) return dueOf(limit, limit.startAt, calendar).dueAt
  // What the clock had come to when it was stopped.
  const ended = stops.map((stop) => ({ ...stop, to: stop.to ?? stop.from }))
  const { dueAt, dueDay } = dueOf({ ...limit, suspensions: ended }, openFrom, calendar)
  const hadRunOut = isInDays(limit) ? dueDay <= dayOf(openFrom) : dueAt <= openFrom
  return hadRunOut ? dueAt : null
}

/** The `clock` variable as a model hands it over; what is missing is a clock that runs. */
export function caseClockOf(value: unknown): CaseClock {
  const { stops, extension, from } = (value ?? {}) as Partial<CaseClock>
  return {
    stops: Array.isArray(stops) ? stops : [],
    extension: typeof extension === 'number' ? extension : 0,
    ...(typeof from === 'number' && { from }),
  }
}
