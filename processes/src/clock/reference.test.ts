import chineseDays from 'chinese-days'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar, type CalendarLayers } from './calendar.ts'
import year2024 from './calendars/2024.json' with { type: 'json' }
import year2025 from './calendars/2025.json' with { type: 'json' }
import year2026 from './calendars/2026.json' with { type: 'json' }
import type { Suspension } from './suspensions.ts'
import { dueOf, usedOf, type TimeLimit } from './time-limit.ts'

/*
 * The clock beside a reference that knows nothing of it: days one by one and minutes one by one, with the days off of
 * another package, plain dates, and no arithmetic but counting.
 */

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const CHINA = 8 * 60 * MINUTE

/** A typhoon, and a summer with other hours and open Saturdays. */
const LAYERS: CalendarLayers = {
  version: 3,
  closures: [{ name: '台风停工', from: '2025-07-29', to: '2025-07-30', source: '县防指〔2025〕12号' }],
  officeHours: [
    {
      from: '2025-07-01',
      to: '2025-08-31',
      intervals: [
        { from: '08:30', to: '11:30' },
        { from: '15:00', to: '18:00' },
      ],
    },
    { from: '2025-07-01', to: '2025-08-31', weekdays: [6], intervals: [{ from: '09:00', to: '12:00' }] },
  ],
}
const calendar = createCalendar([year2024, year2025, year2026], LAYERS)

const dayText = (at: number): string => new Date(at + CHINA).toISOString().slice(0, 10)
const worksOn = (day: string): boolean => chineseDays.isWorkday(day) && day !== '2025-07-29' && day !== '2025-07-30'
const isStopped = (at: number, suspensions: readonly Suspension[], now: number): boolean =>
  suspensions.some(({ from, to }) => from <= at && at < (to ?? now))
const isDayStopped = (day: string, suspensions: readonly Suspension[], now: number): boolean =>
  suspensions.some(({ from, to }) => dayText(from) < day && day <= dayText(to ?? now))

/** Whether an office is open in the minute that begins at `at`. */
function isOpen(at: number): boolean {
  const day = dayText(at)
  const time = new Date(at + CHINA).toISOString().slice(11, 16)
  if (!worksOn(day)) return false
  const within = (from: string, to: string): boolean => from <= time && time < to
  if (day < '2025-07-01' || day > '2025-08-31') return within('09:00', '12:00') || within('14:00', '17:30')
  return new Date(at + CHINA).getUTCDay() === 6 ? within('09:00', '12:00') : within('08:30', '11:30') || within('15:00', '18:00')
}

/** The day on which so many days are counted. */
function dayByDay({ startAt, n, unit, suspensions = [] }: TimeLimit, now: number): string {
  let at = startAt
  for (let left = n; left > 0;) {
    at += DAY
    const day = dayText(at)
    if ((unit === 'day' || worksOn(day)) && !isDayStopped(day, suspensions, now)) left--
  }
  while (!worksOn(dayText(at))) at += DAY
  return dayText(at)
}

/** The end of the minute in which so many minutes are counted. */
function minuteByMinute({ startAt, n, unit, suspensions = [] }: TimeLimit, now: number): number {
  let at = startAt
  for (let left = unit === 'minute' ? n : n * 60; left > 0; at += MINUTE) {
    if ((unit !== 'workhour' || isOpen(at)) && !isStopped(at, suspensions, now)) left--
  }
  return at
}

const START = Date.parse('2025-06-20T00:00:00+08:00')
const aStart = fc.integer({ min: 0, max: 100 * 24 * 60 }).map((minute) => START + minute * MINUTE)
const LATER = Date.parse('2026-06-01T00:00:00+08:00')

const suspended = (startAt: number, unitMs: number) =>
  fc.array(
    fc
      .record({
        after: fc.integer({ min: 0, max: 12 }),
        length: fc.integer({ min: 0, max: 8 }),
        odd: fc.integer({ min: 0, max: 59 }),
      })
      .map(({ after, length, odd }): Suspension => ({
        kind: 'testing',
        from: startAt + after * unitMs + odd * MINUTE,
        to: startAt + (after + length) * unitMs + 59 * MINUTE,
      })),
    { maxLength: 3 },
  )

describe('the clock, beside a reference that counts one by one', () => {
  it('workdays and natural days end on the same day', () => {
    const aLimit = fc
      .tuple(aStart, fc.integer({ min: 1, max: 30 }), fc.constantFrom('workday' as const, 'day' as const))
      .chain(([startAt, n, unit]) => suspended(startAt, DAY).map((suspensions): TimeLimit => ({ startAt, n, unit, suspensions })))
    fc.assert(
      fc.property(aLimit, (limit) => {
        const due = dueOf(limit, LATER, calendar)
        expect(due.dueDay).toBe(dayByDay(limit, LATER))
        expect(due.dueAt > Date.parse(`${due.dueDay}T00:00:00+08:00`)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('working hours, urgent hours and minutes end in the same minute, and are then used up', () => {
    const aLimit = fc
      .tuple(aStart, fc.integer({ min: 1, max: 40 }), fc.constantFrom('workhour' as const, 'urgent-hour' as const, 'minute' as const))
      .chain(([startAt, n, unit]) => suspended(startAt, 60 * MINUTE).map((suspensions): TimeLimit => ({ startAt, n, unit, suspensions })))
    fc.assert(
      fc.property(aLimit, (limit) => {
        const { dueAt } = dueOf(limit, LATER, calendar)
        expect(dueAt).toBe(minuteByMinute(limit, LATER))
        expect(usedOf(limit, dueAt, calendar)).toBeCloseTo(limit.n, 9)
      }),
      { numRuns: 40 },
    )
  })
})
