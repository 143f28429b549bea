import type { Calendar } from './calendar.ts'
import { dayOf, endOfDay, plusDays, startOfDay } from './day.ts'
import { addRunningTime, UNIT_MS } from './running-time.ts'
import { openSuspension } from './suspensions.ts'
import { allowed, dueOf, isInDays, usedOf, workdaysLeft, type TimeLimit } from './time-limit.ts'

/** The lamp of a case or step; `LAMP_TEXTS` gives the word that stands beside the colour. */
export type Lamp = 'none' | 'normal' | 'suspended' | 'warning' | 'yellow' | 'red' | 'supervised' | 'done'

export const LAMP_TEXTS: Record<Lamp, string> = {
  none: '未开始',
  normal: '正常',
  suspended: '挂起',
  warning: '预警',
  yellow: '黄牌',
  red: '红牌',
  supervised: '督办中',
  done: '已办结',
}

/** T1: a warning when no more than this many workdays are left… */
const WARNING_WORKDAYS_LEFT = 1
/** …or this share of the limit is used. */
const WARNING_SHARE_USED = 0.8

export interface LampInput {
  /** Epoch milliseconds. */
  now: number
  calendar: Calendar
  /** What the organ promised; null or absent where it promised nothing or the clock has not started. */
  promised?: TimeLimit | null
  /** What the law allows. */
  statutory?: TimeLimit | null
  /** Under formal supervision 督办. */
  supervised?: boolean
  /** The matter is closed: the lamp is out, whatever the clock says. */
  closed?: boolean
}

/**
 * The lamp by the supervision rules T1 (warning: at most one workday left or 80 % used), T2 (yellow: past the promise)
 * and T3 (red: past the statute). A stopped clock shows `suspended` unless a limit had run out before.
 * @throws ClockError as `dueOf`
 */
export function lampOf({ now, calendar, promised, statutory, supervised, closed }: LampInput): Lamp {
  if (closed) return 'done'
  if (supervised) return 'supervised'
  const nearest = promised ?? statutory
  if (!nearest) return 'none'
  if (statutory && isOver(statutory, now, calendar)) return 'red'
  if (promised && isOver(promised, now, calendar)) return 'yellow'
  if (openSuspension(nearest.suspensions ?? [], now)) return 'suspended'
  return isNear(nearest, now, calendar) ? 'warning' : 'normal'
}

/** From when the lamp of a running limit warns: the first instant of the first day on which it does, or of hours the instant. */
export function warnFrom(limit: TimeLimit, calendar: Calendar): number {
  const { unit, startAt, suspensions = [] } = limit
  if (unit !== 'workday' && unit !== 'day')
    return addRunningTime(
      { startAt, unit, suspensions },
      Math.round(allowed(limit) * UNIT_MS[unit] * WARNING_SHARE_USED),
      startAt,
      calendar,
    )
  const last = dueOf(limit, startAt, calendar).dueAt
  let day = plusDays(dayOf(startAt), 1)
  while (endOfDay(day) < last && lampOf({ now: startOfDay(day), calendar, promised: limit }) !== 'warning') day = plusDays(day, 1)
  return startOfDay(day)
}

const isOver = (limit: TimeLimit, now: number, calendar: Calendar): boolean => now > dueOf(limit, now, calendar).dueAt

function isNear(limit: TimeLimit, now: number, calendar: Calendar): boolean {
  const isLastDay = () => workdaysLeft(now, dueOf(limit, now, calendar).dueAt, calendar, limit.suspensions) <= WARNING_WORKDAYS_LEFT
  // A limit of hours is never more than a day away: there the share alone tells.
  return (isInDays(limit) && isLastDay()) || usedOf(limit, now, calendar) / allowed(limit) >= WARNING_SHARE_USED
}
