import type { DayUnit } from './time-limit.ts'
import type { TimeUnit } from './running-time.ts'

export type LimitUnit = DayUnit | TimeUnit

/** Each unit with its word after a number, and the FEEL function that counts it. */
export const UNITS: Record<LimitUnit, { text: string; short: string; fn: string }> = {
  workday: { text: '个工作日', short: '个工作日', fn: 'workdays' },
  day: { text: '日（自然日）', short: '日', fn: 'days' },
  workhour: { text: '个工作时', short: '个工作时', fn: 'workhours' },
  'urgent-hour': { text: '个紧急工作时', short: '个紧急工作时', fn: 'urgentHours' },
  minute: { text: '分钟', short: '分钟', fn: 'minutes' },
}

/** The length of a time limit as manifests write it. */
export type Length =
  { days: number; unit: DayUnit } | { hours: number; unit: 'workhour' | 'urgent-hour' } | { minutes: number; unit: 'minute' }

/** How many of its unit. */
export const countOf = (length: Length): number => ('days' in length ? length.days : 'hours' in length ? length.hours : length.minutes)

/** `20个工作日`, `4个工作时`, `30日`. */
export const lengthWords = (length: Length): string => `${countOf(length)}${UNITS[length.unit].short}`

/** How a model says it: `workdays(20)`, `workhours(4)`. */
export const lengthFeel = (length: Length): string => `${UNITS[length.unit].fn}(${countOf(length)})`

/** How many minutes of its own kind of time one of a unit is, at least and at most. */
const MINUTES_OF: Record<LimitUnit, { least: number; most: number }> = {
  // The office hours of one day: a county may keep short ones or long ones.
  workday: { least: 4 * 60, most: 10 * 60 },
  day: { least: 24 * 60, most: 24 * 60 },
  workhour: { least: 60, most: 60 },
  'urgent-hour': { least: 60, most: 60 },
  minute: { least: 1, most: 1 },
}

/** Units that count the same kind of time: office time, or time round the clock. */
const KIND: Record<LimitUnit, 'office' | 'wall'> = {
  workday: 'office',
  workhour: 'office',
  day: 'wall',
  'urgent-hour': 'wall',
  minute: 'wall',
}

/**
 * Whether the lengths together are no longer than `most`: true or false where that is so whatever the calendar says;
 * null where it depends on the calendar or the office hours, so that nobody can promise it.
 */
export function fitsWithin(lengths: readonly Length[], most: Length): boolean | null {
  const units = new Set([...lengths, most].map(({ unit }) => unit))
  if (units.size === 1) return lengths.reduce((sum, one) => sum + countOf(one), 0) <= countOf(most)
  if (new Set([...units].map((unit) => KIND[unit])).size > 1) return null
  const sum = (bound: 'least' | 'most') => lengths.reduce((total, one) => total + countOf(one) * MINUTES_OF[one.unit][bound], 0)
  if (sum('most') <= countOf(most) * MINUTES_OF[most.unit].least) return true
  return sum('least') > countOf(most) * MINUTES_OF[most.unit].most ? false : null
}
