import type { AssessmentPartRow, AssessmentReportRow } from '@lianban/storage'
import { micros } from './decimal.ts'
import type { ProgressLight } from './words.ts'

/** Under this share of what was planned until then, per cent, progress stands still. Proposed 拟. */
const STALLED_PERCENT = 50n
const MONTHS = 12n

export interface LightInput {
  target: string | null
  better: 'more' | 'less'
  /** Quarters, if the target was decomposed; their values add up, or climb to the target. */
  quarters: readonly Pick<AssessmentPartRow, 'value' | 'due'>[]
  /** Of the year so far, oldest first. */
  reports: readonly Pick<AssessmentReportRow, 'month' | 'status' | 'value'>[]
}

/**
 * How far a target has come by its last report: done, on time, slow or stalled; a month that was not reported is `missing`, which
 * is not zero; before the first report is due, none.
 */
export function lightOf({ target, better, quarters, reports }: LightInput): ProgressLight {
  const last = reports.at(-1)
  if (!last) return 'none'
  if (last.status === 'missing' || last.value === null) return 'missing'
  if (target === null) return 'on-time'
  const [value, aim] = [micros(last.value), micros(target)]
  if (better === 'less') return value <= aim ? 'on-time' : 'slow'
  if (value >= aim) return 'done'
  const planned = plannedBy(last.month, aim, quarters)
  if (value >= planned) return 'on-time'
  return value * 100n < planned * STALLED_PERCENT || stoodStill(reports) ? 'stalled' : 'slow'
}

/** What was planned until the end of the month: the quarters that were due, else even shares of the year. */
function plannedBy(month: string, aim: bigint, quarters: LightInput['quarters']): bigint {
  if (quarters.length === 0) return (aim * BigInt(Number(month.slice(5)))) / MONTHS
  const due = quarters.filter((quarter) => quarter.due.slice(0, 7) <= month)
  const climbs = micros(quarters.at(-1)!.value) === aim
  return climbs ? micros(due.at(-1)?.value ?? '0') : due.reduce((sum, { value }) => sum + micros(value), 0n)
}

/** The last three reports say the same. */
const stoodStill = (reports: LightInput['reports']): boolean => {
  const values = reports.slice(-3).map(({ value }) => value)
  return values.length === 3 && new Set(values).size === 1
}
