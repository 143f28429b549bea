import { dayOf, isWorkday, plusDays, startOfDay, type Calendar, type Day } from '../../clock/index.ts'

/** T1: a warning when no more than this many workdays are left… */
const WARNING_WORKDAYS_LEFT = 1
/** …or this share of the limit is used. */
const WARNING_SHARE_USED = 0.8

/**
 * The first instant of the first day on which a limit from `from` to `due` (epoch milliseconds) is near its end; of a limit that
 * ends on the day it began, by minutes or hours, the instant at which its share is used.
 * @param counts whether a day counts; workdays by default, suspended days left out by whoever knows of them
 */
export function warnAtOf(from: number, due: number, calendar: Calendar, counts?: (day: Day) => boolean): number {
  if (dayOf(from) === dayOf(due - 1)) return Math.round(from + (due - from) * WARNING_SHARE_USED)
  if (counts) return computed(from, due, counts)
  // Many limits begin and end on the same two days.
  const known = remembered(calendar)
  const key = `${dayOf(from)} ${dayOf(due - 1)}`
  const at = known.get(key) ?? computed(from, due, (day) => isWorkday(day, calendar))
  if (known.size >= MAX_REMEMBERED) known.clear()
  known.set(key, at)
  return at
}

const MAX_REMEMBERED = 20_000
const memory = new WeakMap<Calendar, Map<string, number>>()

function remembered(calendar: Calendar): Map<string, number> {
  const known = memory.get(calendar) ?? new Map<string, number>()
  memory.set(calendar, known)
  return known
}

function computed(from: number, due: number, counts: (day: Day) => boolean): number {
  const last = dayOf(due - 1)
  const days: Day[] = []
  for (let day = plusDays(dayOf(from), 1); day <= last; day = plusDays(day, 1)) if (counts(day)) days.push(day)
  const near = days.findIndex(
    (_, index) => days.length - (index + 1) <= WARNING_WORKDAYS_LEFT || (index + 1) / days.length >= WARNING_SHARE_USED,
  )
  return startOfDay(days[near] ?? last)
}
