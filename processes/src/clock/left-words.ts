import type { Calendar } from './calendar.ts'
import { DAY_MS, dayOf, startOfDay } from './day.ts'
import { runningTime, type TimeUnit } from './running-time.ts'
import { allowed, usedOf, type TimeLimit } from './time-limit.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** How much of a limit is left, or by how much it is over, in words and in the unit that it is counted in. */
export function leftWords(limit: TimeLimit, at: { now: number; dueAt: number; workdaysLeft: number }, calendar: Calendar): string {
  if (limit.unit === 'workday') return workdaysLeftWords(at.workdaysLeft)
  if (limit.unit === 'day') return daysLeft(naturalDaysLeft(at), '日')
  const unitMs = limit.unit === 'minute' ? MINUTE_MS : HOUR_MS
  if (at.now > at.dueAt) return `已超 ${lengthText(overBy(limit, limit.unit, at, calendar))}`
  return `还剩 ${lengthText(Math.max(0, Math.round((allowed(limit) - usedOf(limit, at.now, calendar)) * unitMs)))}`
}

/** `还剩 3 个工作日`, `今日到期`, `已超 2 个工作日`. */
export const workdaysLeftWords = (days: number): string => daysLeft(days, '个工作日')

function daysLeft(days: number, unit: string): string {
  if (days > 0) return `还剩 ${days} ${unit}`
  return days === 0 ? '今日到期' : `已超 ${-days} ${unit}`
}

function naturalDaysLeft({ now, dueAt }: { now: number; dueAt: number }): number {
  const days = Math.round((startOfDay(dayOf(dueAt - 1)) - startOfDay(dayOf(now))) / DAY_MS)
  return now > dueAt ? Math.min(-1, days) : days
}

/** Counted as the limit is: a night is no delay of office hours. */
function overBy(
  { suspensions = [] }: TimeLimit,
  unit: TimeUnit,
  { now, dueAt }: { now: number; dueAt: number },
  calendar: Calendar,
): number {
  return runningTime({ startAt: dueAt, unit, suspensions }, now, calendar)
}

/** `3 小时 20 分`, `25 分钟`; what is left of a minute is one. */
function lengthText(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE_MS)
  if (minutes < 60) return `${minutes} 分钟`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)} 小时${rest > 0 ? ` ${rest} 分` : ''}`
}
