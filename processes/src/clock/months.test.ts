import { describe, expect, it } from 'vitest'
import { addMonths, lastDayOfMonths, nationalCalendar, plusMonths } from './index.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)

describe('periods in months', () => {
  it.each([
    ['2026-09-18', 2, '2026-11-18'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-12-31', 12, '2027-12-31'],
  ])('%s and %i months end on %s (民法典 article 202)', (day, n, end) => {
    expect(plusMonths(day, n)).toBe(end)
  })

  it('end at 24:00, on a day off at that of the next workday (article 203)', () => {
    expect(addMonths(at('2026-09-18T16:59'), 2, nationalCalendar)).toBe(at('2026-11-19T00:00'))
    // 3 October lies in the holiday of 1 to 7 October.
    expect(addMonths(at('2026-08-03T09:00'), 2, nationalCalendar)).toBe(at('2026-10-09T00:00'))
  })

  it('hold until the day before', () => {
    expect(lastDayOfMonths('2026-09-18', 12)).toBe('2027-09-17')
  })
})
