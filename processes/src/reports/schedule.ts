import { dayOf, DAY_MS, plusDays, startOfDay, weekdayOf, type Day } from '../clock/day.ts'
import { isWeekend, isWorkday, type Calendar } from '../clock/calendar.ts'
import type { ReportPeriod } from './words.ts'

/** When a report is made, in Beijing time. */
export interface ReportSchedule {
  every: 'day' | 'week' | 'month'
  /** 1 = Monday … 7 = Sunday, for `week`; 1 to 28 for `month`. */
  on: number
  /** 0 to 23. */
  hour: number
  /** On working days alone: every one of them, or instead of another day the first one after it. */
  workdays: boolean
}

const HOUR_MS = 3_600_000
/** Days in which the next time is found whatever the schedule and the holidays. */
const AHEAD_DAYS = 75
/** A week of holidays moves a day by so much at most. */
const MOVED_DAYS = 15

/** The first time of the schedule after an instant. UTC epoch milliseconds. */
export function nextTime(after: number, schedule: ReportSchedule, calendar: Calendar): number {
  const times: number[] = []
  const first = plusDays(dayOf(after), -MOVED_DAYS)
  for (let i = 0; i <= AHEAD_DAYS; i++) {
    const day = plusDays(first, i)
    const made = madeOn(day, schedule, calendar)
    if (made !== null) times.push(startOfDay(made) + schedule.hour * HOUR_MS)
  }
  return Math.min(...times.filter((time) => time > after))
}

/** The day on which the report that a day asks for is made; null: it asks for none. */
function madeOn(day: Day, { every, on, workdays }: ReportSchedule, calendar: Calendar): Day | null {
  if (every === 'day') return !workdays || isOfficeDay(day, calendar) ? day : null
  const isAsked = every === 'week' ? (weekdayOf(day) || 7) === on : Number(day.slice(8)) === on
  if (!isAsked) return null
  let made = day
  while (workdays && !isOfficeDay(made, calendar)) made = plusDays(made, 1)
  return made
}

/** Beyond the calendar by the weekday: a report is no legal limit. */
const isOfficeDay = (day: Day, calendar: Calendar): boolean =>
  day >= calendar.firstDay && day <= calendar.lastDay ? isWorkday(day, calendar) : !isWeekend(day)

/**
 * The time that a report made at `at` is about, `[from, to)` in whole days of Beijing: the day, week (from Monday), month or
 * quarter before. The day before, on working days alone, reaches back to the last working day, so that no day is left out.
 */
export function periodBefore(
  at: number,
  period: ReportPeriod,
  { workdays }: Pick<ReportSchedule, 'workdays'>,
  calendar: Calendar,
): { from: number; to: number } {
  const today = dayOf(at)
  if (period === 'day') {
    let from = plusDays(today, -1)
    while (workdays && !isOfficeDay(from, calendar)) from = plusDays(from, -1)
    return { from: startOfDay(from), to: startOfDay(today) }
  }
  if (period === 'week') {
    const monday = startOfDay(plusDays(today, 1 - (weekdayOf(today) || 7)))
    return { from: monday - 7 * DAY_MS, to: monday }
  }
  const [year, month] = today.split('-').map(Number) as [number, number]
  const months = period === 'month' ? 1 : 3
  const last = year * 12 + (period === 'month' ? month - 1 : Math.floor((month - 1) / 3) * 3)
  return { from: startOfMonth(last - months), to: startOfMonth(last) }
}

/** @param months since the year 0 */
const startOfMonth = (months: number): number => startOfDay(`${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`)
