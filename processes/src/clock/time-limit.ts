import { isProvisional, isWorkday, type Calendar } from './calendar.ts'
import { ClockError } from './clock-error.ts'
import { DAY_MS, dayOf, endOfDay, plusDays, type Day } from './day.ts'
import { addRunningTime, runningTime, UNIT_MS, type TimeUnit } from './running-time.ts'
import { openSuspension, suspendedOn, type Suspension } from './suspensions.ts'
import { checkedDays, closeOfBusiness, MAX_LIMIT_DAYS, sameOrNextWorkday } from './workdays.ts'

export type DayUnit = 'workday' | 'day'

/** A time limit that is running. Instants are epoch milliseconds. */
export interface TimeLimit {
  /** Receipt, acceptance, decision…: the day on which it lies is not counted; hours and minutes run from this instant. */
  startAt: number
  /** How many of the unit; together with the extension not longer than MAX_LIMIT_DAYS days. */
  n: number
  /** Licensing limits on the organ are workdays (行政许可法 article 82); each limit on the applicant names its unit. */
  unit: DayUnit | TimeUnit
  /** Days more, granted by the head of the organ (行政许可法 article 42); same unit. */
  extension?: number
  suspensions?: Suspension[]
}

export interface Due {
  /** Close of business of the last workday, 24:00 of the last natural day, or the instant at which hours and minutes end. */
  dueAt: number
  dueDay: Day
  /** The calendar of a year on the way is not official yet: to be shown as 暂定. */
  provisional: boolean
  /** The suspension that is open now; then the due time is what it would be if the clock went on today. */
  suspended: Suspension | null
}

/**
 * When a time limit ends: used(t) reaches the limit, used(t) = |W(start, t] − ⋃ W(sᵢ, eᵢ]| with W in the limit's unit.
 * @param now epoch milliseconds; matters only while a suspension is open
 * @throws ClockError CALENDAR_NOT_COVERED, LIMIT_INVALID, SUSPENSION_INVALID
 * Source: 民法典 articles 201–203; 行政许可法 articles 42, 45, 82.
 */
export function dueOf(limit: TimeLimit, now: number, calendar: Calendar): Due {
  const suspended = openSuspension(limit.suspensions ?? [], now)
  const unit = timeUnitOf(limit)
  if (unit) {
    const dueAt = addRunningTime(running(limit, unit), allowed(limit) * UNIT_MS[unit], now, calendar)
    // An end at 24:00 belongs to the day that ends.
    const dueDay = dayOf(dueAt - 1)
    return { dueAt, dueDay, provisional: unit === 'workhour' && isProvisional(dueDay, calendar), suspended }
  }
  const dueDay = lastDay(limit, now, calendar)
  return {
    dueAt: limit.unit === 'workday' ? closeOfBusiness(dueDay, calendar) : endOfDay(dueDay),
    dueDay,
    provisional: isProvisional(dueDay, calendar),
    suspended,
  }
}

function lastDay(limit: TimeLimit, now: number, calendar: Calendar): Day {
  const counts = countedDay(limit, now, calendar)
  let left = allowed(limit)
  let day = dayOf(limit.startAt)
  while (left > 0) {
    day = plusDays(day, 1)
    if (counts(day)) left--
  }
  return limit.unit === 'workday' ? day : sameOrNextWorkday(day, calendar)
}

/** How much of the limit is used up at `at`, suspensions not counted, in the limit's unit: whole days, or hours and minutes with their fraction. */
export function usedOf(limit: TimeLimit, at: number, calendar: Calendar): number {
  const unit = timeUnitOf(limit)
  if (unit) return runningTime(running(limit, unit), at, calendar) / UNIT_MS[unit]
  const counts = countedDay(limit, at, calendar)
  const last = dayOf(at)
  let used = 0
  for (let day = plusDays(dayOf(limit.startAt), 1); day <= last; day = plusDays(day, 1)) if (counts(day)) used++
  return used
}

/** The whole length of the limit with its extension, in its unit. @throws ClockError LIMIT_INVALID if it is none */
export function allowed(limit: TimeLimit): number {
  const length = limit.n + (limit.extension ?? 0)
  const unit = timeUnitOf(limit)
  return unit ? checkedTime(length, UNIT_MS[unit]) : checkedDays(length)
}

/** The unit of a limit in hours or minutes; null: it is counted in days. */
const timeUnitOf = ({ unit }: TimeLimit): TimeUnit | null => (unit === 'workday' || unit === 'day' ? null : unit)
export const isInDays = (limit: TimeLimit): boolean => timeUnitOf(limit) === null

const running = ({ startAt, suspensions = [] }: TimeLimit, unit: TimeUnit) => ({ startAt, unit, suspensions })

function checkedTime(n: number, unitMs: number): number {
  const most = (MAX_LIMIT_DAYS * DAY_MS) / unitMs
  if (Number.isInteger(n) && n >= 1 && n <= most) return n
  throw new ClockError('LIMIT_INVALID', `a time limit in hours or minutes is a whole number of 1 to ${most}, not ${String(n)}`)
}

/**
 * Workdays left until the due time: 0 on the due day itself, negative once it has passed (−1 from the first minute over).
 * @param suspensions whose days do not count, as far as they lie ahead
 */
export function workdaysLeft(now: number, dueAt: number, calendar: Calendar, suspensions: Suspension[] = []): number {
  const today = dayOf(now)
  const dueDay = dayOf(dueAt - 1)
  const suspended = suspendedOn(suspensions, now)
  if (now > dueAt) return -Math.max(1, workdaysIn(dueDay, today, calendar, suspended))
  return workdaysIn(today, dueDay, calendar, suspended)
}

function workdaysIn(after: Day, until: Day, calendar: Calendar, suspended: (day: Day) => boolean): number {
  let count = 0
  for (let day = plusDays(after, 1); day <= until; day = plusDays(day, 1)) if (isWorkday(day, calendar) && !suspended(day)) count++
  return count
}

function countedDay(limit: TimeLimit, now: number, calendar: Calendar): (day: Day) => boolean {
  const suspended = suspendedOn(limit.suspensions ?? [], now)
  return (day) => (limit.unit === 'day' || isWorkday(day, calendar)) && !suspended(day)
}
