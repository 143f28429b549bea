import { dayOf, endOfDay, plusDays, type Day } from './day.ts'
import { sameOrNextWorkday } from './workdays.ts'
import type { Calendar } from './calendar.ts'

/** The day of the same number `n` months later, or the last day of that month (民法典 article 202). */
export function plusMonths(day: Day, n: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 + n, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))).toISOString().slice(0, 10)
}

/** 24:00 of the day `n` months after the day of `startAt`, or of the next workday if that is none (民法典 article 203); epoch milliseconds. */
export function addMonths(startAt: number, n: number, calendar: Calendar): number {
  return endOfDay(sameOrNextWorkday(plusMonths(dayOf(startAt), n), calendar))
}

/** The last day of something that holds for `n` months from `day` on. */
export const lastDayOfMonths = (day: Day, n: number): Day => plusDays(plusMonths(day, n), -1)
