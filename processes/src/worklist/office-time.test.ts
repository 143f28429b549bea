import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nationalCalendar } from '../clock/index.ts'
import { runningTime } from '../clock/running-time.ts'
import { officeTimeBetween } from './office-time.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)

it('counts office hours of working days alone, over a holiday and a made-up Saturday', () => {
  const between = officeTimeBetween(nationalCalendar, at('2026-09-30T00:00'), at('2026-10-12T00:00'))
  const hours = (from: string, to: string) => between(at(from), at(to)) / 3_600_000
  expect(hours('2026-09-30T16:30', '2026-10-08T10:00')).toBe(2)
  expect(hours('2026-10-10T09:00', '2026-10-11T18:00')).toBe(6.5)
  expect(hours('2026-09-30T11:00', '2026-09-30T13:00')).toBe(1)
  expect(hours('2026-10-08T10:00', '2026-10-08T09:00')).toBe(0)
})

it('begins with the calendar', () => {
  const between = officeTimeBetween(nationalCalendar, at('2019-01-01T00:00'), at('2024-01-03T00:00'))
  expect(between(at('2019-01-01T00:00'), at('2024-01-02T10:00')) / 3_600_000).toBe(1)
})

it('is what a clock in working hours has run', () => {
  const [first, last] = [at('2026-01-01T00:00'), at('2026-12-31T00:00')]
  const between = officeTimeBetween(nationalCalendar, first, last)
  const instant = fc.integer({ min: first, max: last })
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const running = { startAt: from, unit: 'workhour', suspensions: [] } as const
      expect(between(from, to)).toBe(runningTime(running, to, nationalCalendar))
    }),
    { numRuns: 60 },
  )
})
