import chineseDays from 'chinese-days'
import { describe, expect, it } from 'vitest'
import { createCalendar, dayKindOf, isProvisional, isWorkday, type CalendarYear } from './calendar.ts'
import { chineseDay, dayOf, endOfDay, plusDays, startOfDay, timeOfDay } from './day.ts'
import { nationalCalendar as calendar } from './national-calendar.ts'

const aYear = (change: Partial<CalendarYear>): CalendarYear => ({
  year: 2030,
  status: 'official',
  version: 1,
  source: 'test',
  holidays: [],
  makeUpWorkdays: [],
  ...change,
})

describe('days in China', () => {
  it('change at 16:00 UTC', () => {
    expect(dayOf(Date.parse('2026-09-18T15:59:59.999Z'))).toBe('2026-09-18')
    expect(dayOf(Date.parse('2026-09-18T16:00:00.000Z'))).toBe('2026-09-19')
    expect(startOfDay('2026-09-19')).toBe(Date.parse('2026-09-18T16:00:00Z'))
    expect(endOfDay('2026-09-18')).toBe(startOfDay('2026-09-19'))
    expect(timeOfDay('2026-09-18', '17:30')).toBe(Date.parse('2026-09-18T17:30:00+08:00'))
    expect(plusDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(chineseDay('2026-09-08')).toBe('2026年9月8日')
  })

  it.each(['2026-02-29', '2026-13-01', '18.9.2026', ''])('%s is refused', (day) => {
    expect(() => startOfDay(day)).toThrow(expect.objectContaining({ code: 'LIMIT_INVALID' }))
  })
})

describe('the national calendar', () => {
  it.each([2024, 2025, 2026])('agrees with the chinese-days package on every day of %i', (year) => {
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = plusDays(day, 1)) {
      expect(isWorkday(day, calendar), day).toBe(chineseDays.isWorkday(day))
    }
  })

  it.each([
    ['2026-09-18', 'workday'],
    ['2026-09-19', 'weekend'],
    ['2026-09-20', 'make-up-workday'],
    ['2026-09-25', 'holiday'],
    ['2027-01-01', 'holiday'],
    ['2027-02-05', 'holiday'],
  ])('%s is a %s', (day, kind) => expect(dayKindOf(day, calendar)).toBe(kind))

  it('is provisional after the last official year', () => {
    expect(isProvisional('2026-12-31', calendar)).toBe(false)
    expect(isProvisional('2027-01-01', calendar)).toBe(true)
    expect(calendar.version).toBe('2024.1 2025.1 2026.1 2027.0')
  })

  it.each(['2023-12-31', '2028-01-01'])('does not guess %s, which it does not cover, and names the year', (day) => {
    expect(() => isWorkday(day, calendar)).toThrow(
      expect.objectContaining({
        code: 'CALENDAR_NOT_COVERED',
        message: expect.stringContaining(`${day.slice(0, 4)}年`),
      }),
    )
  })
})

describe('a calendar is refused', () => {
  it.each<[string, CalendarYear[]]>([
    ['without years', []],
    ['with a gap', [aYear({}), aYear({ year: 2032 })]],
    ['with a day of another year', [aYear({ holidays: [{ name: '元旦', from: '2031-01-01', to: '2031-01-01' }] })]],
    ['with a holiday that ends before it begins', [aYear({ holidays: [{ name: '元旦', from: '2030-01-02', to: '2030-01-01' }] })]],
    ['with a make-up workday on a weekday', [aYear({ makeUpWorkdays: ['2030-01-02'] })]],
    ['with an official year after a provisional one', [aYear({ status: 'provisional' }), aYear({ year: 2031 })]],
    ['with an unknown status', [aYear({ status: 'guessed' })]],
  ])('%s', (_, years) => expect(() => createCalendar(years)).toThrow(expect.objectContaining({ code: 'CALENDAR_INVALID' })))
})
