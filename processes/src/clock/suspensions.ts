import { ClockError } from './clock-error.ts'
import { dayOf, type Day } from './day.ts'

/**
 * The eight procedures whose time does not count towards a licensing limit; the list is closed.
 * Source: Administrative Licensing Law 行政许可法 article 45.
 */
export const SUSPENSION_KINDS = {
  hearing: '听证',
  tender: '招标',
  auction: '拍卖',
  inspection: '检验',
  testing: '检测',
  quarantine: '检疫',
  appraisal: '鉴定',
  'expert-review': '专家评审',
} as const

export type SuspensionKind = keyof typeof SUSPENSION_KINDS

/**
 * Whatever may stop a clock: the eight, and of a matter that is no licence the time in which it lies with whoever handed it in, as
 * construction counts it (国办发〔2019〕11号).
 */
export const STOP_KINDS = { ...SUSPENSION_KINDS, applicant: '补正整改' } as const

export type StopKind = keyof typeof STOP_KINDS

/** The clock stands still on the days (day of `from`, day of `to`]; `to: null` while the procedure still runs. Epoch milliseconds. */
export interface Suspension {
  kind: StopKind
  from: number
  to: number | null
}

/**
 * Tells of a day whether the clock stood still on it. Overlapping suspensions are one union, never counted twice;
 * one that opens and closes on the same day takes no day.
 * @param now end of what is still open, epoch milliseconds
 * @throws ClockError SUSPENSION_INVALID if a kind is none of `STOP_KINDS` or it ends before it begins
 */
export function suspendedOn(suspensions: Suspension[], now: number): (day: Day) => boolean {
  checkSuspensions(suspensions)
  const intervals = suspensions.map(({ from, to }) => ({ from: dayOf(from), to: dayOf(Math.max(from, to ?? now)) }))
  return (day) => intervals.some(({ from, to }) => from < day && day <= to)
}

/** @throws ClockError SUSPENSION_INVALID if a kind is none of `STOP_KINDS` or it ends before it begins */
export function checkSuspensions(suspensions: readonly Suspension[]): void {
  for (const { kind, from, to } of suspensions) {
    if (!Object.hasOwn(STOP_KINDS, kind))
      throw new ClockError('SUSPENSION_INVALID', `"${String(kind)}" is not a legal ground to stop the clock`)
    if (to !== null && to < from) throw new ClockError('SUSPENSION_INVALID', `a suspension (${kind}) ends before it begins`)
  }
}

/** The suspension that is open at `now`, or null. */
export const openSuspension = (suspensions: Suspension[], now: number): Suspension | null =>
  suspensions.find(({ from, to }) => from <= now && (to === null || to > now)) ?? null
