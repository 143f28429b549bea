import { deskFigures, type Database, type DoneStep, type StepDuration } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { dayOf, plusDays, plusMonths, startOfDay, weekdayOf, type CalendarOf, type Day } from '../clock/index.ts'
import { officeTimeBetween } from './office-time.ts'

export const STATISTICS_BY = ['day', 'week', 'month'] as const
export type StatisticsBy = (typeof STATISTICS_BY)[number]

/** How many periods are shown, the one that runs included. */
const PERIODS: Record<StatisticsBy, number> = { day: 30, week: 12, month: 12 }

export interface PeriodFigures {
  /** First and last day. */
  from: Day
  until: Day
  done: number
  /** Of those with a limit. */
  onTime: number
  late: number
  /** Cases sent back to steps that he had done, by the day they were sent back. */
  returned: number
}

export interface StepFigures {
  step: string
  done: number
  /** Average office time from the arrival at the step to its end, in milliseconds. */
  averageMs: number
  /** Median over all that the unit has done of this step; null where nobody else did any. */
  unitMedianMs: number | null
  unitDone: number
}

export interface OwnStatistics {
  by: StatisticsBy
  periods: PeriodFigures[]
  totals: Omit<PeriodFigures, 'from' | 'until'>
  /** Most done first. */
  steps: StepFigures[]
  unitNames: string[]
  /** When it was counted. */
  at: number
}

/** What the caller has done, counted from the rows of time lines at this moment; of colleagues the median alone. */
export async function ownStatistics(
  { database, calendarOf, clock }: { database: Database; calendarOf: CalendarOf; clock: () => number },
  caller: Caller,
  by: StatisticsBy,
): Promise<OwnStatistics> {
  const at = clock()
  const spans = periodsOf(by, dayOf(at))
  const span = { from: startOfDay(spans[0]!.from), to: at + 1 }
  const figures = deskFigures(database)
  const organIds = [...new Set(caller.posts.map(({ organId }) => organId))]
  const [done, returned, unit] = await Promise.all([
    figures.done(caller.tenantId, caller.userId, span),
    figures.returned(caller.tenantId, caller.userId, span),
    figures.unitDurations(caller.tenantId, organIds, span),
  ])
  const first = [...done, ...unit].reduce((earliest, { started_at }) => Math.min(earliest, started_at), span.from)
  const officeTime = officeTimeBetween(calendarOf(caller.tenantId), first, at)
  return {
    by,
    periods: spans.map((period) => ({ ...period, ...countsWithin(period, done, returned) })),
    totals: countsWithin({ from: spans[0]!.from, until: spans.at(-1)!.until }, done, returned),
    steps: stepsOf(done, unit, officeTime),
    unitNames: [...new Set(caller.posts.map(({ organName }) => organName))],
    at,
  }
}

/** The periods up to today's, oldest first; weeks begin on Monday. */
export function periodsOf(by: StatisticsBy, today: Day): { from: Day; until: Day }[] {
  const start = startOf(by, today)
  return Array.from({ length: PERIODS[by] }, (_, index) => {
    const ago = PERIODS[by] - 1 - index
    const from = back(by, start, ago)
    return { from, until: plusDays(back(by, start, ago - 1), -1) }
  })
}

const startOf = (by: StatisticsBy, day: Day): Day =>
  by === 'day' ? day : by === 'week' ? plusDays(day, -((weekdayOf(day) + 6) % 7)) : `${day.slice(0, 7)}-01`
const back = (by: StatisticsBy, day: Day, n: number): Day =>
  by === 'day' ? plusDays(day, -n) : by === 'week' ? plusDays(day, -7 * n) : plusMonths(day, -n)

function countsWithin({ from, until }: { from: Day; until: Day }, done: readonly DoneStep[], returned: readonly number[]) {
  const [begin, end] = [startOfDay(from), startOfDay(plusDays(until, 1))]
  const within = (at: number) => at >= begin && at < end
  const mine = done.filter(({ at }) => within(at))
  const onTime = mine.filter(({ at, due_at }) => due_at !== null && at <= due_at).length
  const late = mine.filter(({ at, due_at }) => due_at !== null && at > due_at).length
  return { done: mine.length, onTime, late, returned: returned.filter(within).length }
}

function stepsOf(
  done: readonly DoneStep[],
  unit: readonly StepDuration[],
  officeTime: (from: number, to: number) => number,
): StepFigures[] {
  const durations = (rows: readonly StepDuration[]) => {
    const byStep = new Map<string, number[]>()
    for (const { step, started_at, at } of rows) {
      const known = byStep.get(step)
      if (known) known.push(officeTime(started_at, at))
      else byStep.set(step, [officeTime(started_at, at)])
    }
    return byStep
  }
  const mine = durations(done)
  const all = durations(unit.filter(({ step }) => mine.has(step)))
  const steps = [...mine].map(([step, own]) => {
    const unitDone = all.get(step)?.length ?? 0
    return {
      step,
      done: own.length,
      averageMs: own.reduce((sum, ms) => sum + ms, 0) / own.length,
      unitMedianMs: unitDone > own.length ? median(all.get(step)!) : null,
      unitDone,
    }
  })
  return steps.sort((a, b) => b.done - a.done || (a.step < b.step ? -1 : 1))
}

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
