import { isProvisional, isWorkday, type Calendar } from './calendar.ts'
import { dayOf, endOfDay, plusDays, type Day } from './day.ts'
import { openSuspension, suspendedOn, type Suspension } from './suspensions.ts'
import { checkedDays, closeOfBusiness, sameOrNextWorkday } from './workdays.ts'

/** A time limit that is running. Instants are epoch milliseconds. */
export interface TimeLimit {
  /** Receipt, acceptance, decision…: the day on which it lies is not counted. */
  startAt: number
  /** 1 to MAX_LIMIT_DAYS. */
  n: number
  /** Limits on the organ are workdays (行政许可法 article 82); each limit on the applicant names its unit. */
  unit: 'workday' | 'day'
  /** Days more, granted by the head of the organ (行政许可法 article 42); same unit. */
  extension?: number
  suspensions?: Suspension[]
}

export interface Due {
  /** Close of business of the last workday, or 24:00 of the last natural day. */
  dueAt: number
  dueDay: Day
  /** The calendar of a year on the way is not official yet: to be shown as 暂定. */
  provisional: boolean
  /** The suspension that is open now; then the due time is what it would be if the clock went on today. */
  suspended: Suspension | null
}

/**
 * When a time limit ends: the day on which used(t) reaches the limit, used(t) = |W(start, t] − ⋃ W(sᵢ, eᵢ]|.
 * @param now epoch milliseconds; matters only while a suspension is open
 * @throws ClockError CALENDAR_NOT_COVERED, LIMIT_INVALID, SUSPENSION_INVALID
 * Source: 民法典 articles 201–203; 行政许可法 articles 42, 45, 82.
 */
export function dueOf(limit: TimeLimit, now: number, calendar: Calendar): Due {
  const suspensions = limit.suspensions ?? []
  const counts = countedDay(limit, now, calendar)
  let left = allowed(limit)
  let day = dayOf(limit.startAt)
  while (left > 0) {
    day = plusDays(day, 1)
    if (counts(day)) left--
  }
  const dueDay = limit.unit === 'workday' ? day : sameOrNextWorkday(day, calendar)
  return {
    dueAt: limit.unit === 'workday' ? closeOfBusiness(dueDay, calendar) : endOfDay(dueDay),
    dueDay,
    provisional: isProvisional(dueDay, calendar),
    suspended: openSuspension(suspensions, now),
  }
}

/** How many days of the limit are used up at `at`, suspensions not counted; in the limit's unit. */
export function usedDays(limit: TimeLimit, at: number, calendar: Calendar): number {
  const counts = countedDay(limit, at, calendar)
  const last = dayOf(at)
  let used = 0
  for (let day = plusDays(dayOf(limit.startAt), 1); day <= last; day = plusDays(day, 1)) if (counts(day)) used++
  return used
}

/** The whole length of the limit with its extension, in its unit. */
export const allowed = (limit: TimeLimit): number => checkedDays(limit.n + (limit.extension ?? 0))

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
