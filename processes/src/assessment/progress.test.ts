import { expect, test } from 'vitest'
import { nationalCalendar } from '../clock/index.ts'
import { nextReport, reportDueAt } from './progress.ts'

const FRAME = { year: 2026, report_day: 5 }
const at = (instant: string) => Date.parse(`${instant}+08:00`)

test.each([
  ['a workday: its end', '2026-01', '2026-02-06T00:00'],
  ['a Sunday: the next workday', '2026-06', '2026-07-07T00:00'],
  ['in the holidays: the first workday after', '2026-09', '2026-10-09T00:00'],
  ['of December: in January', '2026-12', '2027-01-06T00:00'],
])('the report is due until the day of the next month, %s', (_name, month, due) => {
  expect(new Date(reportDueAt(FRAME, month, nationalCalendar)).toISOString()).toBe(new Date(at(due)).toISOString())
})

test.each([
  ['2026-03-03T09:00', '2026-02'],
  ['2026-03-10T09:00', '2026-03'],
  ['2027-01-04T09:00', '2026-12'],
  ['2027-01-20T09:00', undefined],
])('on %s the next one is that of %s', (now, month) => {
  expect(nextReport(FRAME, at(now), nationalCalendar)?.month).toBe(month)
})
