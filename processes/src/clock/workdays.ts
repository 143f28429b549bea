import { isWorkday, officeHoursOn, type Calendar } from './calendar.ts'
import { ClockError } from './clock-error.ts'
import { dayOf, endOfDay, plusDays, timeOfDay, type Day } from './day.ts'

/** The longest time limit that is counted, in days of either kind: a bound for the loop, far above any statutory limit. */
export const MAX_LIMIT_DAYS = 1000

/**
 * Due time of a limit counted in workdays: close of business on the last workday, the day it starts not counted.
 * @param startAt epoch milliseconds   @param n 1 to MAX_LIMIT_DAYS workdays
 * @returns epoch milliseconds
 * @throws ClockError CALENDAR_NOT_COVERED if the calendar does not reach the due day, LIMIT_INVALID if n is not such a number
 * Source: Civil Code 民法典 articles 201 and 203; Administrative Licensing Law 行政许可法 article 82.
 */
export function addWorkdays(startAt: number, n: number, calendar: Calendar): number {
  let left = checkedDays(n)
  let day = dayOf(startAt)
  while (left > 0) {
    day = plusDays(day, 1)
    if (isWorkday(day, calendar)) left--
  }
  return closeOfBusiness(day, calendar)
}

/** How many workdays lie in (day of `from`, day of `to`]; negative if `to` is the earlier day. Epoch milliseconds. */
export function workdaysBetween(from: number, to: number, calendar: Calendar): number {
  return countWorkdays(dayOf(from), dayOf(to), calendar)
}

/** As `workdaysBetween`, on days. */
export function countWorkdays(from: Day, to: Day, calendar: Calendar): number {
  // 0 - n, so that none is 0 and never -0
  if (to < from) return 0 - countWorkdays(to, from, calendar)
  let count = 0
  for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1)) if (isWorkday(day, calendar)) count++
  return count
}

/** End of the last office interval of the day, epoch milliseconds. */
export function closeOfBusiness(day: Day, calendar: Calendar): number {
  const last = officeHoursOn(day, calendar).at(-1)
  return last ? timeOfDay(day, last.to) : endOfDay(day)
}

/** The day itself if it is a workday, else the next one. */
export function sameOrNextWorkday(day: Day, calendar: Calendar): Day {
  let result = day
  while (!isWorkday(result, calendar)) result = plusDays(result, 1)
  return result
}

/** @throws ClockError LIMIT_INVALID unless n is a whole number from 1 to MAX_LIMIT_DAYS */
export function checkedDays(n: number): number {
  if (Number.isInteger(n) && n >= 1 && n <= MAX_LIMIT_DAYS) return n
  throw new ClockError('LIMIT_INVALID', `a time limit is a whole number of 1 to ${MAX_LIMIT_DAYS} days, not ${String(n)}`)
}
