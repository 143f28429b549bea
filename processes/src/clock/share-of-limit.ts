import type { Calendar } from './calendar.ts'
import { addRunningTime, runningTime } from './running-time.ts'
import type { LimitUnit } from './units.ts'

/**
 * The instant at which a share of a limit is used: 80 of 100 % before its end, 150 % half of it beyond. Limits in 工作日 and
 * 工作时 count office time, the others the time of the wall.
 * @param percent 1 to 1000   @returns epoch milliseconds
 * @throws ClockError CALENDAR_NOT_COVERED
 */
export function shareOfLimit(limit: { from: number; dueAt: number; unit: LimitUnit }, percent: number, calendar: Calendar): number {
  const { from, dueAt, unit } = limit
  if (percent === 100 || dueAt <= from) return dueAt
  if (unit !== 'workday' && unit !== 'workhour') return from + Math.round(((dueAt - from) * percent) / 100)
  const running = { startAt: from, unit: 'workhour' as const, suspensions: [] }
  const length = runningTime(running, dueAt, calendar)
  return addRunningTime(running, Math.round((length * percent) / 100), from, calendar)
}
