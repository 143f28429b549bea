import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, dayOf, endOfDay, plusDays, startOfDay } from './day.ts'
import { dueView, explainDue } from './explain-due.ts'
import { lampOf, type Lamp } from './lamp.ts'
import { nationalCalendar as calendar } from './national-calendar.ts'
import type { Suspension } from './suspensions.ts'
import { dueOf, usedOf, workdaysLeft, type TimeLimit } from './time-limit.ts'
import { addWorkdays, sameOrNextWorkday } from './workdays.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const workdays = (start: string, n: number, change: Partial<TimeLimit> = {}): TimeLimit => ({
  startAt: at(`${start}T10:00`),
  n,
  unit: 'workday',
  ...change,
})
const hearing = (from: string, to: string | null): Suspension => ({
  kind: 'hearing',
  from: at(`${from}T09:00`),
  to: to ? at(`${to}T16:00`) : null,
})
const now = at('2026-09-21T10:00')

describe('a time limit', () => {
  it('leaves out the days of a special procedure (vector: 09-22 to 10-12 inside 20 workdays from 09-18)', () => {
    const due = dueOf(workdays('2026-09-18', 20, { suspensions: [hearing('2026-09-22', '2026-10-12')] }), at('2026-11-01T10:00'), calendar)
    expect(due).toEqual({ dueAt: at('2026-11-04T17:30'), dueDay: '2026-11-04', provisional: false, suspended: null })
  })

  it('counts overlapping suspensions once', () => {
    const suspensions = [hearing('2026-09-22', '2026-09-30'), hearing('2026-09-24', '2026-10-12'), hearing('2026-09-22', '2026-10-12')]
    expect(dueOf(workdays('2026-09-18', 20, { suspensions }), at('2026-11-01T10:00'), calendar).dueDay).toBe('2026-11-04')
  })

  it('loses no day by a suspension that opens and closes on one day', () => {
    const suspensions: Suspension[] = [{ kind: 'testing', from: at('2026-09-22T09:00'), to: at('2026-09-22T17:00') }]
    expect(dueOf(workdays('2026-09-18', 20, { suspensions }), now, calendar).dueDay).toBe('2026-10-22')
  })

  it('is longer by its extension', () => {
    expect(dueOf(workdays('2026-09-18', 20, { extension: 10 }), now, calendar).dueDay).toBe('2026-11-05')
  })

  it('moves on day by day while a suspension is open', () => {
    const limit = workdays('2026-09-18', 20, { suspensions: [hearing('2026-09-22', null)] })
    expect(dueOf(limit, at('2026-09-22T12:00'), calendar).dueDay).toBe('2026-10-22')
    const due = dueOf(limit, at('2026-10-12T12:00'), calendar)
    expect(due.dueDay).toBe('2026-11-04')
    expect(due.suspended?.kind).toBe('hearing')
    expect(usedOf(limit, at('2026-10-12T12:00'), calendar)).toBe(3)
  })

  it('is provisional when it ends in a year without the yearly notice, and never pretends beyond the calendar', () => {
    expect(dueOf(workdays('2026-12-21', 20), now, calendar)).toMatchObject({ dueDay: '2027-01-19', provisional: true })
    expect(() => dueOf(workdays('2027-12-21', 20), now, calendar)).toThrow(expect.objectContaining({ code: 'CALENDAR_NOT_COVERED' }))
  })

  it('refuses a ground that is not one of the eight, and an end before the beginning', () => {
    const coffee = { kind: 'coffee', from: 0, to: 1 } as unknown as Suspension
    for (const suspension of [coffee, hearing('2026-10-12', '2026-09-22')]) {
      expect(() => dueOf(workdays('2026-09-18', 5, { suspensions: [suspension] }), now, calendar)).toThrow(
        expect.objectContaining({ code: 'SUSPENSION_INVALID' }),
      )
    }
  })

  const aLimit = fc
    .record({
      start: fc.integer({ min: startOfDay('2024-01-01'), max: startOfDay('2026-06-30') }),
      n: fc.integer({ min: 1, max: 45 }),
      intervals: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 })), { maxLength: 4 }),
    })
    .map(({ start, n, intervals }): TimeLimit => ({
      startAt: start,
      n,
      unit: 'workday',
      suspensions: intervals.map(([after, length]) => ({
        kind: 'inspection',
        from: start + after * DAY_MS,
        to: start + (after + length) * DAY_MS,
      })),
    }))
  const LATE = startOfDay('2027-06-30')

  it('property: used(due) is the limit, and used + left is the limit on every day before', () => {
    fc.assert(
      fc.property(aLimit, fc.integer({ min: 0, max: 30 }), (limit, offset) => {
        const { dueAt } = dueOf(limit, LATE, calendar)
        expect(usedOf(limit, dueAt, calendar)).toBe(limit.n)
        const some = limit.startAt + offset * DAY_MS
        if (some <= dueAt) expect(usedOf(limit, some, calendar) + workdaysLeft(some, dueAt, calendar, limit.suspensions)).toBe(limit.n)
      }),
    )
  })

  it('property: without suspensions it is addWorkdays, or so many days on and then the next workday; suspensions never make it shorter', () => {
    fc.assert(
      fc.property(aLimit, (limit) => {
        const plain = addWorkdays(limit.startAt, limit.n, calendar)
        expect(dueOf({ ...limit, suspensions: [] }, LATE, calendar).dueAt).toBe(plain)
        expect(dueOf({ ...limit, suspensions: [], unit: 'day' }, LATE, calendar).dueAt).toBe(
          endOfDay(sameOrNextWorkday(plusDays(dayOf(limit.startAt), limit.n), calendar)),
        )
        expect(dueOf(limit, LATE, calendar).dueAt).toBeGreaterThanOrEqual(plain)
      }),
    )
  })
})

describe('workdays left', () => {
  const dueAt = at('2026-10-22T17:30')
  it.each([
    ['2026-09-18T10:00', 20],
    ['2026-10-21T23:00', 1],
    ['2026-10-22T17:30', 0],
    ['2026-10-22T17:31', -1],
    ['2026-10-23T09:00', -1],
    ['2026-10-24T09:00', -1],
    ['2026-10-26T09:00', -2],
  ])('at %s: %i', (time, left) => expect(workdaysLeft(at(time), dueAt, calendar)).toBe(left))

  it('a natural-day limit lasts until 24:00 of its last day', () => {
    const due = at('2026-04-02T00:00')
    expect(workdaysLeft(at('2026-04-01T23:59'), due, calendar)).toBe(0)
    expect(workdaysLeft(at('2026-04-02T00:01'), due, calendar)).toBe(-1)
  })
})

describe('the explanation', () => {
  it('names the start, holidays, make-up days and the end', () => {
    expect(explainDue(workdays('2026-09-18', 20), now, calendar, '受理')).toBe(
      '自2026年9月18日（周五）受理起算，当日不计入，共20个工作日；放假的9月25日至27日（中秋节）、10月1日至7日（国庆节）及周末不计入；调休上班的9月20日、10月10日计入；至2026年10月22日（周四）17:30届满。',
    )
  })

  it('names suspensions and the extension', () => {
    const text = explainDue(
      workdays('2026-09-18', 20, { extension: 10, suspensions: [hearing('2026-09-22', '2026-10-12')] }),
      now,
      calendar,
    )
    expect(text).toContain('经批准延长10个工作日')
    expect(text).toContain('听证期间（9月22日之次日至2026年10月12日）不计入')
  })

  it('says that the clock stands still, that a last day moved, and that a year is provisional', () => {
    expect(explainDue(workdays('2026-09-18', 20, { suspensions: [hearing('2026-09-21', null)] }), now, calendar)).toContain('时钟停止')
    expect(explainDue({ startAt: at('2026-09-01T10:00'), n: 30, unit: 'day' }, now, calendar)).toBe(
      '自2026年9月1日（周二）起算，当日不计入，共30日（自然日）；最后一日10月1日（国庆节）不是工作日，顺延至其后第一个工作日；至2026年10月8日（周四）24:00届满。',
    )
    expect(explainDue(workdays('2026-12-21', 20), now, calendar)).toContain('2027年放假安排尚未公布，届满日为暂定')
  })

  it('is part of the view', () => {
    expect(dueView(workdays('2026-09-18', 20), now, calendar)).toMatchObject({
      dueAt: at('2026-10-22T17:30'),
      dueDay: '2026-10-22',
      workdaysLeft: 18,
      provisional: false,
    })
    expect(dayOf(now)).toBe('2026-09-21')
  })
})

describe('the lamp', () => {
  const promised = workdays('2026-03-02', 10)
  const statutory = workdays('2026-03-02', 20)
  it.each<[string, Lamp]>([
    ['2026-03-02T10:00', 'normal'],
    ['2026-03-11T10:00', 'normal'],
    ['2026-03-12T10:00', 'warning'],
    ['2026-03-16T17:30', 'warning'],
    ['2026-03-16T17:31', 'yellow'],
    ['2026-03-30T17:30', 'yellow'],
    ['2026-03-30T17:31', 'red'],
  ])('10 promised and 20 statutory workdays from 03-02 show at %s: %s', (time, lamp) => {
    expect(lampOf({ now: at(time), calendar, promised, statutory })).toBe(lamp)
  })

  it('is out before the start and after the end, and purple under supervision', () => {
    const late = at('2026-06-01T10:00')
    expect(lampOf({ now: late, calendar })).toBe('none')
    expect(lampOf({ now: late, calendar, promised, statutory, closed: true })).toBe('done')
    expect(lampOf({ now: late, calendar, promised, statutory, supervised: true })).toBe('supervised')
  })

  it('shows a stopped clock, but not one that was stopped when it was too late', () => {
    const stopped = (day: string): TimeLimit => ({ ...promised, suspensions: [hearing(day, null)] })
    expect(
      lampOf({
        now: at('2026-04-01T10:00'),
        calendar,
        promised: stopped('2026-03-10'),
        statutory: { ...statutory, suspensions: [hearing('2026-03-10', null)] },
      }),
    ).toBe('suspended')
    expect(lampOf({ now: at('2026-03-25T10:00'), calendar, promised: stopped('2026-03-18'), statutory })).toBe('yellow')
  })

  it('warns one workday before the end of a short limit', () => {
    expect(lampOf({ now: at('2026-03-05T10:00'), calendar, statutory: workdays('2026-03-02', 4) })).toBe('warning')
    expect(lampOf({ now: at('2026-03-04T10:00'), calendar, statutory: workdays('2026-03-02', 4) })).toBe('normal')
  })
})
