import { describe, expect, test } from 'vitest'
import { nationalCalendar } from '../clock/index.ts'
import { nextTime, periodBefore, type ReportSchedule } from './schedule.ts'
import type { ReportPeriod } from './words.ts'

const calendar = nationalCalendar
const at = (text: string) => Date.parse(`${text}+08:00`)
const words = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16)

describe('the next time of a report', () => {
  const times = (from: string, schedule: ReportSchedule, count: number): string[] => {
    const found: string[] = []
    for (let now = at(from); found.length < count;) found.push(words((now = nextTime(now, schedule, calendar))))
    return found
  }

  test('comes every day, or on every working day of the county: not in the national holidays, but on the days made up for', () => {
    expect(times('2026-09-29T08:00', { every: 'day', on: 1, hour: 8, workdays: false }, 2)).toEqual([
      '2026-09-30T08:00',
      '2026-10-01T08:00',
    ])
    expect(times('2026-09-29T07:59', { every: 'day', on: 1, hour: 8, workdays: true }, 4)).toEqual([
      ...['2026-09-29T08:00', '2026-09-30T08:00', '2026-10-08T08:00', '2026-10-09T08:00'],
    ])
  })

  test('comes on a day of the week or month, moved behind holidays where it is to be a working day', () => {
    expect(times('2026-09-25T09:00', { every: 'week', on: 1, hour: 9, workdays: true }, 3)).toEqual([
      ...['2026-09-28T09:00', '2026-10-08T09:00', '2026-10-12T09:00'],
    ])
    expect(times('2026-09-25T09:00', { every: 'week', on: 7, hour: 9, workdays: false }, 1)).toEqual(['2026-09-27T09:00'])
    expect(times('2026-09-02T09:00', { every: 'month', on: 1, hour: 9, workdays: true }, 2)).toEqual([
      '2026-10-08T09:00',
      '2026-11-02T09:00',
    ])
    expect(times('2026-12-15T09:00', { every: 'month', on: 28, hour: 0, workdays: false }, 2)).toEqual([
      '2026-12-28T00:00',
      '2027-01-28T00:00',
    ])
  })

  test('comes beyond the calendar too, by the weekday', () => {
    const later = nextTime(at('2031-05-02T09:00'), { every: 'day', on: 1, hour: 8, workdays: true }, calendar)
    expect(words(later)).toBe('2031-05-05T08:00')
  })
})

describe('what a report is about', () => {
  const period = (made: string, which: ReportPeriod, workdays = false): string[] => {
    const { from, to } = periodBefore(at(made), which, { workdays }, calendar)
    return [words(from).slice(0, 10), words(to).slice(0, 10)]
  }

  test('is the day, week, month or quarter before, in whole days', () => {
    expect(period('2026-09-18T08:00', 'day')).toEqual(['2026-09-17', '2026-09-18'])
    expect(period('2026-09-20T23:00', 'week')).toEqual(['2026-09-07', '2026-09-14'])
    expect(period('2026-09-21T00:00', 'week')).toEqual(['2026-09-14', '2026-09-21'])
    expect(period('2026-01-31T08:00', 'month')).toEqual(['2025-12-01', '2026-01-01'])
    expect(period('2026-02-10T08:00', 'quarter')).toEqual(['2025-10-01', '2026-01-01'])
    expect(period('2026-12-31T08:00', 'quarter')).toEqual(['2026-07-01', '2026-10-01'])
  })

  test('reaches back to the last working day, so that no day is in no report', () => {
    expect(period('2026-09-14T08:00', 'day', true)).toEqual(['2026-09-11', '2026-09-14'])
    expect(period('2026-09-21T08:00', 'day', true)).toEqual(['2026-09-20', '2026-09-21'])
    expect(period('2026-10-08T08:00', 'day', true)).toEqual(['2026-09-30', '2026-10-08'])
  })
})
