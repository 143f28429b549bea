import { expect, it } from 'vitest'
import { nationalCalendar } from './national-calendar.ts'
import { shareOfLimit } from './share-of-limit.ts'
import type { LimitUnit } from './units.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)

it.each<[string, string, string, LimitUnit, number, string]>([
  ['of urgent hours by the wall, through the night', '2026-09-18T20:00', '2026-09-18T23:00', 'urgent-hour', 80, '2026-09-18T22:24'],
  ['beyond its end', '2026-09-18T20:00', '2026-09-18T23:00', 'urgent-hour', 150, '2026-09-19T00:30'],
  ['of office hours without the noon', '2026-09-18T11:00', '2026-09-18T15:00', 'workhour', 80, '2026-09-18T14:36'],
  // 09:00 to 17:30 are six and a half hours of office time; half more is the Sunday that is worked.
  ['of office hours over a Saturday', '2026-09-18T16:30', '2026-09-18T17:30', 'workhour', 150, '2026-09-20T09:30'],
  ['the end itself is the due time as it was counted', '2026-09-18T09:00', '2026-09-20T17:30', 'workday', 100, '2026-09-20T17:30'],
])('a share of a limit: %s', (_, from, dueAt, unit, percent, expected) => {
  expect(shareOfLimit({ from: at(from), dueAt: at(dueAt), unit }, percent, nationalCalendar)).toBe(at(expected))
})
