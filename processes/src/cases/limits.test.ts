import { describe, expect, it } from 'vitest'
import { nationalCalendar as calendar } from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'
import { deliveryLimits, dueViews, examinationLimits, intakeLimits } from './limits.ts'
import { durationText } from './timeline.ts'

const workdays = (days: number) => ({ days, unit: 'workday' as const, basis: 'test' })
const matter = {
  limits: {
    intake: workdays(5),
    supplement: { days: 30, unit: 'day', basis: 'test' },
    promised: workdays(10),
    statutory: workdays(20),
    delivery: workdays(10),
  },
} as MatterManifest
const at = (text: string) => Date.parse(`${text}+08:00`)

describe('limits of a case', () => {
  it('intake ends at the close of the fifth workday and warns from the fourth', () => {
    expect(intakeLimits(matter, at('2026-09-18T09:00'), calendar)).toEqual({
      received_at: at('2026-09-18T09:00'),
      intake_due_at: at('2026-09-24T17:30'),
      warn_at: at('2026-09-23T00:00'),
    })
  })

  it('promise and statute count from the acceptance across the holidays of 2026', () => {
    expect(examinationLimits(matter, at('2026-09-18T15:00'), calendar)).toMatchObject({
      promised_due_at: at('2026-10-09T17:30'),
      statutory_due_at: at('2026-10-22T17:30'),
    })
  })

  it('delivery counts from the decision', () => {
    expect(deliveryLimits(matter, at('2026-11-02T10:00'), calendar)).toMatchObject({
      decided_at: at('2026-11-02T10:00'),
      delivery_due_at: at('2026-11-16T17:30'),
    })
  })

  it('the days left stop at the decision', () => {
    const row = { accepted_at: at('2026-11-02T10:00'), decided_at: at('2026-11-06T10:00'), closed_at: null }
    expect(dueViews(row, matter, at('2026-12-30T10:00'), calendar).statutory?.workdaysLeft).toBe(16)
    expect(dueViews({ ...row, accepted_at: null }, matter, 0, calendar)).toEqual({ promised: null, statutory: null })
  })
})

describe('durations in the time line', () => {
  it.each([
    [0, '不足1分钟'],
    [25 * 60_000, '25分钟'],
    [2 * 3_600_000, '2小时'],
    [(24 + 3) * 3_600_000 + 60_000, '1天3小时'],
    [48 * 3_600_000, '2天'],
  ])('%i ms are %s', (ms, text) => expect(durationText(ms)).toBe(text))
})
