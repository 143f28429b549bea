import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWorkday } from './calendar.ts'
import { clockFunctions } from './clock-functions.ts'
import { DAY_MS, dayOf, plusDays, startOfDay, timeOfDay } from './day.ts'
import { nationalCalendar as calendar } from './national-calendar.ts'
import { dueOf } from './time-limit.ts'
import { addWorkdays, countWorkdays, workdaysBetween } from './workdays.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const instants = fc.integer({ min: startOfDay('2024-01-01'), max: startOfDay('2026-12-31') + DAY_MS - 1 })

describe('workdays', () => {
  it.each([
    ['2026-09-18', 20, '2026-10-22'],
    ['2026-02-12', 5, '2026-02-26'],
    ['2025-09-26', 5, '2025-10-10'],
    ['2026-04-30', 5, '2026-05-11'],
    ['2024-02-02', 10, '2024-02-21'],
  ])('from %s, %i workdays end at close of business on %s', (start, n, due) => {
    expect(addWorkdays(at(`${start}T10:00`), n, calendar)).toBe(at(`${due}T17:30`))
  })

  it('the hour of the start does not matter, nor that it was no workday', () => {
    expect(addWorkdays(at('2026-09-18T00:00'), 1, calendar)).toBe(at('2026-09-20T17:30'))
    expect(addWorkdays(at('2026-09-18T23:59:59.999'), 1, calendar)).toBe(at('2026-09-20T17:30'))
    expect(addWorkdays(at('2026-09-19T12:00'), 1, calendar)).toBe(at('2026-09-20T17:30'))
  })

  it.each([0, -1, 1.5, NaN, 1001, Infinity])('a limit of %d days is refused', (n) => {
    expect(() => addWorkdays(at('2026-09-18T10:00'), n, calendar)).toThrow(expect.objectContaining({ code: 'LIMIT_INVALID' }))
  })

  it('beyond the covered range the count fails and names the year', () => {
    expect(() => addWorkdays(at('2027-12-20T10:00'), 20, calendar)).toThrow(
      expect.objectContaining({ code: 'CALENDAR_NOT_COVERED', message: expect.stringContaining('2028年') }),
    )
  })

  it('property: the due day is the n-th workday after the start day', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), (start, n) => {
        const due = addWorkdays(start, n, calendar)
        expect(isWorkday(dayOf(due), calendar)).toBe(true)
        expect(due).toBe(timeOfDay(dayOf(due), '17:30'))
        expect(workdaysBetween(start, due, calendar)).toBe(n)
        expect(countWorkdays(dayOf(start), plusDays(dayOf(due), -1), calendar)).toBe(n - 1)
      }),
    )
  })

  it('property: counting is additive and signed', () => {
    fc.assert(
      fc.property(instants, instants, instants, (a, b, c) => {
        expect(workdaysBetween(a, b, calendar) + workdaysBetween(b, c, calendar)).toBe(workdaysBetween(a, c, calendar))
        expect(workdaysBetween(a, b, calendar) + workdaysBetween(b, a, calendar)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

const addDays = (startAt: number, n: number) => dueOf({ startAt, n, unit: 'day' }, startAt, calendar).dueAt

describe('natural days', () => {
  it('end at 24:00 of the last day', () => {
    expect(addDays(at('2026-03-02T10:00'), 30)).toBe(at('2026-04-02T00:00'))
  })

  it('move to the next workday when the last day is none', () => {
    // given 2026-09-01 + 30 days = 2026-10-01, a holiday until 10-07
    expect(addDays(at('2026-09-01T10:00'), 30)).toBe(at('2026-10-09T00:00'))
    // given a Saturday followed by a Sunday that is worked
    expect(addDays(at('2026-09-14T10:00'), 5)).toBe(at('2026-09-21T00:00'))
  })

  it('property: never before the last day, and always at the end of a workday', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), (start, n) => {
        const dueDay = dayOf(addDays(start, n) - 1)
        expect(dueDay >= plusDays(dayOf(start), n)).toBe(true)
        expect(isWorkday(dueDay, calendar)).toBe(true)
        expect(countWorkdays(plusDays(dayOf(start), n - 1), dueDay, calendar)).toBe(1)
      }),
    )
  })
})

describe('FEEL functions', () => {
  it("count from the command's now and give ISO instants", () => {
    const functions = clockFunctions(calendar)({ tenantId: 't', now: at('2026-09-18T10:00') })
    expect(functions.workdays!(20)).toBe('2026-10-22T09:30:00.000Z')
    expect(functions.days!(30)).toBe('2026-10-19T16:00:00.000Z')
  })

  it('choose the calendar of the tenant', () => {
    const seen: string[] = []
    clockFunctions((tenantId) => (seen.push(tenantId), calendar))({ tenantId: 'sanhu', now: 0 })
    expect(seen).toEqual(['sanhu'])
  })
})
