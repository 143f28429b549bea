import { describe, expect, it } from 'vitest'
import { fixedDueAt, NO_DUE_TIME } from './case-clock.ts'
import { clockFunctions } from './clock-functions.ts'
import { dueView } from './explain-due.ts'
import { nationalCalendar } from './national-calendar.ts'
import type { TimeLimit } from './time-limit.ts'
import { fitsWithin, lengthFeel, lengthWords, type Length } from './units.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const testing = (from: string, to: string | null) => ({ kind: 'testing' as const, from: at(from), to: to === null ? null : at(to) })
const twenty = (change: Partial<TimeLimit> = {}): TimeLimit => ({ startAt: at('2026-09-18T09:00'), n: 20, unit: 'workday', ...change })

describe('the due time of a clock that may stand still', () => {
  it('is none while a stop is open, and the day of the vector when it has closed', () => {
    expect(fixedDueAt(twenty({ suspensions: [testing('2026-09-22T10:00', null)] }), nationalCalendar)).toBeNull()
    expect(fixedDueAt(twenty({ suspensions: [testing('2026-09-22T10:00', '2026-10-12T11:00')] }), nationalCalendar)).toBe(
      at('2026-11-04T17:30'),
    )
  })

  it('stays where the limit had run out before the stop, the last day included', () => {
    const one = (from: string) => ({ ...twenty({ suspensions: [testing(from, null)] }), n: 1 })
    // One workday from Friday 18 September: Sunday 20 September, a make-up workday.
    expect(fixedDueAt(one('2026-09-21T09:00'), nationalCalendar)).toBe(at('2026-09-20T17:30'))
    expect(fixedDueAt(one('2026-09-20T10:00'), nationalCalendar)).toBe(at('2026-09-20T17:30'))
    expect(fixedDueAt(one('2026-09-18T10:00'), nationalCalendar)).toBeNull()
  })

  it('counts a limit in hours to the minute at which it was stopped', () => {
    const hours = (from: string, to: string | null): TimeLimit => ({
      startAt: at('2026-09-21T09:00'),
      n: 4,
      unit: 'workhour',
      suspensions: [testing(from, to)],
    })
    expect(fixedDueAt(hours('2026-09-21T10:00', null), nationalCalendar)).toBeNull()
    expect(fixedDueAt(hours('2026-09-21T10:00', '2026-09-22T09:00'), nationalCalendar)).toBe(at('2026-09-22T14:00') - 2 * 3_600_000)
    expect(fixedDueAt(hours('2026-09-21T16:00', null), nationalCalendar)).toBe(at('2026-09-21T15:00'))
  })
})

describe('FEEL functions with the clock of a case', () => {
  const { workdays } = clockFunctions(nationalCalendar)({ tenantId: 't', now: at('2026-09-18T09:00') })
  it('leave out its stops and add its extension', () => {
    expect(workdays!(20)).toBe(new Date(at('2026-10-22T17:30')).toISOString())
    expect(workdays!(20, null, { stops: [testing('2026-09-22T10:00', '2026-10-12T11:00')], extension: 0 })).toBe(
      new Date(at('2026-11-04T17:30')).toISOString(),
    )
    expect(workdays!(20, at('2026-09-18T09:00'), { stops: [], extension: 10 })).toBe(new Date(at('2026-11-05T17:30')).toISOString())
  })
  it('give no due time while it stands still', () => {
    expect(workdays!(20, null, { stops: [testing('2026-09-22T10:00', null)], extension: 0 })).toBe(new Date(NO_DUE_TIME).toISOString())
  })
  it('take a clock that says nothing for one that runs', () => {
    expect(workdays!(20, null, null)).toBe(workdays!(20))
    expect(workdays!(20, null, {})).toBe(workdays!(20))
  })
})

describe('what is left, in words', () => {
  const hours = (n: number, unit: TimeLimit['unit'] = 'workhour'): TimeLimit => ({ startAt: at('2026-09-21T09:00'), n, unit })
  it.each<[string, TimeLimit, string, string, string]>([
    ['workdays', { ...twenty(), n: 5 }, '2026-09-21T09:00', '还剩 3 个工作日', 'calm'],
    ['the due day', { ...twenty(), n: 2 }, '2026-09-21T09:00', '今日到期', 'near'],
    ['workdays over', { ...twenty(), n: 2 }, '2026-09-23T09:00', '已超 2 个工作日', 'over'],
    ['office hours, the lunch break not counted', hours(4), '2026-09-21T11:40', '还剩 1 小时 20 分', 'calm'],
    ['the last of them', hours(4), '2026-09-21T14:30', '还剩 30 分钟', 'near'],
    ['office hours over, the night not counted', hours(4), '2026-09-22T10:00', '已超 3 小时 30 分', 'over'],
    ['hours round the clock', hours(24, 'urgent-hour'), '2026-09-21T21:00', '还剩 12 小时', 'calm'],
    ['minutes', hours(30, 'minute'), '2026-09-21T09:05', '还剩 25 分钟', 'calm'],
    ['natural days', { ...hours(30, 'day'), n: 30 }, '2026-10-19T09:00', '还剩 2 日', 'calm'],
  ])('%s', (_, limit, now, left, tone) => {
    expect(dueView(limit, at(now), nationalCalendar)).toMatchObject({ left, tone })
  })
  it('says that the clock stands still, and by what', () => {
    const view = dueView(twenty({ suspensions: [testing('2026-09-22T10:00', null)] }), at('2026-10-12T11:00'), nationalCalendar)
    expect(view).toMatchObject({ left: '暂停计时，恢复后还剩 17 个工作日', tone: 'stopped', suspended: '检测', dueDay: '2026-11-04' })
  })
})

describe('lengths of limits', () => {
  const days = (n: number): Length => ({ days: n, unit: 'workday' })
  const hours = (n: number): Length => ({ hours: n, unit: 'workhour' })
  it.each<[string, Length[], Length, boolean | null]>([
    ['one unit', [days(3), days(7)], days(10), true],
    ['one unit, too long', [days(4), days(7)], days(10), false],
    ['hours that fit into the shortest days', [hours(8)], days(2), true],
    ['hours beyond the longest days', [hours(30)], days(2), false],
    ['hours that fit or not by the office hours', [hours(12)], days(2), null],
    ['natural days and workdays', [{ days: 5, unit: 'day' }], days(5), null],
    ['minutes in urgent hours', [{ minutes: 90, unit: 'minute' }], { hours: 2, unit: 'urgent-hour' }, true],
  ])('%s', (_, lengths, most, fits) => expect(fitsWithin(lengths, most)).toBe(fits))
  it('have words and a FEEL function', () => {
    expect([lengthWords(hours(4)), lengthFeel(hours(4))]).toEqual(['4个工作时', 'workhours(4)'])
    expect([lengthWords({ minutes: 30, unit: 'minute' }), lengthFeel({ hours: 2, unit: 'urgent-hour' })]).toEqual([
      '30分钟',
      'urgentHours(2)',
    ])
  })
})
