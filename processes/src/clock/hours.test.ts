import { describe, expect, it } from 'vitest'
import { createCalendar, dayKindOf, officeHoursOn, type CalendarLayers } from './calendar.ts'
import year2026 from './calendars/2026.json' with { type: 'json' }
import year2027 from './calendars/2027.json' with { type: 'json' }
import { clockFunctions } from './clock-functions.ts'
import { explainDue } from './explain-due.ts'
import { lampOf, type Lamp } from './lamp.ts'
import { nationalCalendar } from './national-calendar.ts'
import { dueOf, usedOf, type TimeLimit } from './time-limit.ts'
import { addWorkdays } from './workdays.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const limit = (start: string, n: number, unit: TimeLimit['unit'], change: Partial<TimeLimit> = {}): TimeLimit => ({
  startAt: at(start),
  n,
  unit,
  ...change,
})
const layered = (change: Partial<CalendarLayers>) =>
  createCalendar([year2026, year2027], { version: 1, closures: [], officeHours: [], ...change })
const typhoon = layered({
  closures: [{ name: '台风停工', from: '2026-09-22', to: '2026-09-23', source: '县防指〔2026〕3号' }],
})

describe('limits in hours', () => {
  it.each<[string, string, number, TimeLimit['unit'], string]>([
    ['within a morning', '2026-09-18T09:30', 2, 'workhour', '2026-09-18T11:30'],
    ['over noon', '2026-09-18T11:00', 2, 'workhour', '2026-09-18T15:00'],
    ['to the very end of the day', '2026-09-18T14:00', 3, 'workhour', '2026-09-18T17:00'],
    ['from after hours, over a Saturday to the make-up Sunday', '2026-09-18T20:00', 4, 'workhour', '2026-09-20T15:00'],
    ['over the Mid-Autumn holiday', '2026-09-24T16:30', 4, 'workhour', '2026-09-28T12:00'],
    ['urgent: through the night', '2026-09-18T20:00', 3, 'urgent-hour', '2026-09-18T23:00'],
    ['urgent: through a holiday', '2026-09-24T23:00', 24, 'urgent-hour', '2026-09-25T23:00'],
    ['in minutes', '2026-09-18T17:20', 30, 'minute', '2026-09-18T17:50'],
  ])('%s: from %s, %i %s', (_, start, n, unit, due) => {
    expect(dueOf(limit(start, n, unit), at(start), nationalCalendar).dueAt).toBe(at(due))
  })

  it('stand still from the minute of a suspension to the minute of its end', () => {
    const suspensions = [{ kind: 'testing' as const, from: at('2026-09-21T10:00'), to: at('2026-09-21T15:30') }]
    const inHand = limit('2026-09-21T09:00', 3, 'workhour', { suspensions })
    expect(dueOf(inHand, at('2026-09-22T09:00'), nationalCalendar).dueAt).toBe(at('2026-09-21T17:30'))
    expect(usedOf(inHand, at('2026-09-21T12:00'), nationalCalendar)).toBe(1)
    expect(usedOf(inHand, at('2026-09-21T16:00'), nationalCalendar)).toBe(1.5)
  })

  it('end at 24:00 of the day that ends, and know no provisional year unless they need workdays', () => {
    expect(dueOf(limit('2026-12-31T23:00', 1, 'urgent-hour'), at('2026-12-31T23:00'), nationalCalendar)).toMatchObject({
      dueDay: '2026-12-31',
      provisional: false,
    })
    expect(dueOf(limit('2027-03-01T09:00', 1, 'urgent-hour'), at('2027-03-01T09:00'), nationalCalendar).provisional).toBe(false)
    expect(dueOf(limit('2027-03-01T09:00', 1, 'workhour'), at('2027-03-01T09:00'), nationalCalendar).provisional).toBe(true)
  })

  it.each<[string, number, TimeLimit['unit']]>([
    ['none', 0, 'workhour'],
    ['half an hour', 0.5, 'urgent-hour'],
    ['more than a thousand days', 24_001, 'urgent-hour'],
  ])('of %s are refused', (_, n, unit) => {
    expect(() => dueOf(limit('2026-09-18T09:00', n, unit), 0, nationalCalendar)).toThrow(expect.objectContaining({ code: 'LIMIT_INVALID' }))
  })

  it.each<[string, Lamp]>([
    ['2026-09-18T09:00', 'normal'],
    ['2026-09-18T14:12', 'warning'],
    ['2026-09-18T15:00', 'warning'],
    ['2026-09-18T15:01', 'yellow'],
  ])('warn by the share that is used: 4 working hours from 09:00 show at %s %s', (time, lamp) => {
    expect(lampOf({ now: at(time), calendar: nationalCalendar, promised: limit('2026-09-18T09:00', 4, 'workhour') })).toBe(lamp)
  })

  it('say how they were counted', () => {
    expect(explainDue(limit('2026-09-18T16:30', 4, 'workhour'), 0, nationalCalendar, '派单')).toBe(
      '自2026年9月18日（周五）16:30派单起算，共4个工作时；只计工作日办公时间（09:00至12:00、14:00至17:30）；周末不计入；调休上班的9月20日计入；至2026年9月20日（周日）12:00届满。',
    )
    expect(explainDue(limit('2026-09-18T23:00', 1, 'urgent-hour'), 0, nationalCalendar)).toBe(
      '自2026年9月18日（周五）23:00起算，共1个紧急工作时；昼夜连续计算，节假日不扣除；至2026年9月18日（周五）24:00届满。',
    )
  })

  it('are functions of the process too', () => {
    const { workhours, urgentHours, minutes } = clockFunctions(nationalCalendar)({
      tenantId: 't',
      now: at('2026-09-18T16:30'),
    })
    expect([workhours!(4), urgentHours!(2), minutes!(30, at('2026-09-18T09:00'))]).toEqual(
      ['2026-09-20T12:00', '2026-09-18T18:30', '2026-09-18T09:30'].map((text) => new Date(at(text)).toISOString()),
    )
  })
})

describe('what a county lays over the calendar', () => {
  it('a closure takes workdays only, moves limits and is named', () => {
    expect(['2026-09-22', '2026-09-23', '2026-09-24'].map((day) => dayKindOf(day, typhoon))).toEqual(['closure', 'closure', 'workday'])
    expect(dayKindOf('2026-09-26', layered({ closures: [{ name: 'x', from: '2026-09-24', to: '2026-09-28', source: 'y' }] }))).toBe(
      'holiday',
    )
    expect(addWorkdays(at('2026-09-21T10:00'), 3, typhoon)).toBe(at('2026-09-29T17:30'))
    expect(explainDue(limit('2026-09-21T10:00', 3, 'workday'), 0, typhoon)).toContain('停办的9月22日至23日（台风停工）不计入')
    expect(typhoon.version).toBe('2026.1 2027.0 local.1')
  })

  it('office hours hold from day to day and by weekday; the last that fits counts', () => {
    const summer = layered({
      officeHours: [
        {
          from: '2026-07-01',
          to: '2026-08-31',
          intervals: [
            { from: '08:30', to: '11:30' },
            { from: '15:00', to: '18:00' },
          ],
        },
        { from: '2026-07-01', to: null, weekdays: [5], intervals: [{ from: '08:30', to: '12:00' }] },
      ],
    })
    const close = (day: string): string => officeHoursOn(day, summer).at(-1)!.to
    expect(['2026-06-30', '2026-07-02', '2026-07-03', '2026-09-03', '2026-09-04'].map(close)).toEqual([
      '17:30',
      '18:00',
      '12:00',
      '17:30',
      '12:00',
    ])
    expect(addWorkdays(at('2026-07-01T10:00'), 2, summer)).toBe(at('2026-07-03T12:00'))
  })

  it.each<[string, Partial<CalendarLayers>]>([
    ['a closure outside the calendar', { closures: [{ name: 'x', from: '2028-01-01', to: '2028-01-02', source: 'y' }] }],
    ['a closure that ends before it begins', { closures: [{ name: 'x', from: '2026-03-03', to: '2026-03-02', source: 'y' }] }],
    [
      'hours that overlap',
      {
        officeHours: [
          {
            from: '2026-01-01',
            to: null,
            intervals: [
              { from: '09:00', to: '12:00' },
              { from: '11:00', to: '17:00' },
            ],
          },
        ],
      },
    ],
    ['hours that end before they begin', { officeHours: [{ from: '2026-01-01', to: '2025-12-31', intervals: [] }] }],
    ['a time that is none', { officeHours: [{ from: '2026-01-01', to: null, intervals: [{ from: '9:00', to: '12:00' }] }] }],
  ])('%s is refused', (_, change) => {
    expect(() => layered(change)).toThrow(expect.objectContaining({ code: 'CALENDAR_INVALID' }))
  })
})
