import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextCron, parseCron } from './cron.ts'
import { localInstant } from './iso-time.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
const FROM = '2025-03-03T09:00:00'

function next(text: string, from = FROM): string | null {
  const due = nextCron(parseCron(text)!, at(from))
  return due === null ? null : localInstant(due).slice(0, 19)
}

describe('cron of six fields (Spring 5.3)', () => {
  it.each([
    ['* * * * * *', '2025-03-03T09:00:01'],
    ['0 0 9 * * *', '2025-03-04T09:00:00'],
    ['0 0/15 * * * ?', '2025-03-03T09:15:00'],
    ['30 5,10 9-17/2 * * *', '2025-03-03T09:05:30'],
    ['0 0 8 * * MON-FRI', '2025-03-04T08:00:00'],
    ['0 0 8 ? * sun', '2025-03-09T08:00:00'],
    ['0 0 8 ? * 7', '2025-03-09T08:00:00'],
    ['0 0 8 ? * */2', '2025-03-05T08:00:00'],
    ['0 0 8 ? * 3/4', '2025-03-05T08:00:00'],
    ['0 0 8 ? 4 6/1', '2025-04-05T08:00:00'],
    ['0 0 8 ? * SUN-MON', '2025-03-09T08:00:00'],
    ['0 0 8 ? * SAT-7', '2025-03-08T08:00:00'],
    ['0 0 0 1 JAN ?', '2026-01-01T00:00:00'],
    ['0 0 0 L * *', '2025-03-31T00:00:00'],
    ['0 0 0 L-3 * *', '2025-03-28T00:00:00'],
    ['0 0 0 LW 8 *', '2025-08-29T00:00:00'],
    ['0 0 0 15W * *', '2025-03-14T00:00:00'],
    ['0 0 0 1W 11 *', '2025-11-03T00:00:00'],
    ['0 0 0 31W 8 *', '2025-08-29T00:00:00'],
    ['0 0 0 31W * *', '2025-03-31T00:00:00'],
    ['0 0 0 * * 5L', '2025-03-28T00:00:00'],
    ['0 0 0 * * FRIL', '2025-03-28T00:00:00'],
    ['0 0 0 * * MON#2', '2025-03-10T00:00:00'],
    ['0 0 0 ? * 1#5', '2025-03-31T00:00:00'],
    ['0 0 0 1,L * *', '2025-03-31T00:00:00'],
    ['0 0 0 13 * FRI', '2025-06-13T00:00:00'],
    ['0 0 0 29 2 *', '2028-02-29T00:00:00'],
    ['0 0 0 29 2 MON', '2044-02-29T00:00:00'],
    ['@yearly', '2026-01-01T00:00:00'],
    ['@monthly', '2025-04-01T00:00:00'],
    ['@weekly', '2025-03-09T00:00:00'],
    ['@daily', '2025-03-04T00:00:00'],
    ['@hourly', '2025-03-03T10:00:00'],
  ])('%s is next due at %s', (text, expected) => expect(next(text)).toBe(expected))

  it('counts in Beijing time', () =>
    expect(nextCron(parseCron('0 0 0 * * *')!, Date.parse('2025-03-03T15:59:59Z'))).toBe(Date.parse('2025-03-03T16:00:00Z')))

  it('ends where no such day comes', () => {
    expect(next('0 0 0 30 2 *')).toBeNull()
    expect(next('0 0 0 31 4,6 *')).toBeNull()
    expect(next('0 0 0 1 * MON#2')).toBeNull()
  })

  it.each([
    '',
    '* * * * *',
    '* * * * * * *',
    '60 * * * * *',
    '* 60 * * * *',
    '* * 24 * * *',
    '* * * 0 * *',
    '* * * 32 * *',
    '* * * * 13 *',
    '* * * * 0 *',
    '* * * * * 8',
    '5-1 * * * * *',
    '*/0 * * * * *',
    '* * * * FEBR *',
    '* * * MON * *',
    '* * * * * L',
    '* * * * * MON#6',
    '* * * W * *',
    '* * * 32W * *',
    '* * * L-31 * *',
    '* * * 1,, * *',
    '1.5 * * * * *',
    '-1 * * * * *',
    '@never',
    'daily',
    '__proto__',
  ])('refuses "%s"', (text) => expect(parseCron(text)).toBeNull())
})

describe('cron against a search second by second', () => {
  const item = (minimum: number, maximum: number) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: minimum, max: maximum }).map(String) },
      fc.constant('*'),
      fc
        .tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: minimum, max: maximum }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      fc.tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: 1, max: 20 })).map(([a, step]) => `${a}/${step}`),
    )
  const list = (minimum: number, maximum: number) =>
    fc.array(item(minimum, maximum), { minLength: 1, maxLength: 3 }).map((items) => items.join(','))

  /** What the field says about one number, read from its text anew. */
  const allows = (field: string, value: number, maximum: number) =>
    field.split(',').some((part) => {
      const [range, step] = part.split('/') as [string, string | undefined]
      const [from, to] = range === '*' ? [0, maximum] : (range.split('-').map(Number) as [number, number | undefined])
      const last = to ?? (step ? maximum : from)
      return value >= from && value <= last && (range === '*' || (value - from) % Number(step ?? 1) === 0)
    })

  it('finds the first second that fits, and none before it', () => {
    fc.assert(
      fc.property(
        list(0, 59),
        list(0, 59),
        list(0, 23),
        fc.integer({ min: at('2024-02-27T00:00:00'), max: at('2024-03-03T00:00:00') }),
        (second, minute, hour, after) => {
          const due = nextCron(parseCron(`${second} ${minute} ${hour} * * *`)!, after)!
          expect(due).toBeGreaterThan(after)
          const fits = (instant: number) => {
            const ofDay = (instant / 1000 + 8 * 3_600) % 86_400
            const [s, m, h] = [ofDay % 60, Math.floor(ofDay / 60) % 60, Math.floor(ofDay / 3_600)]
            return allows(second, s, 59) && allows(minute, m, 59) && allows(hour, h, 23)
          }
          let expected = Math.floor(after / 1000) * 1000 + 1000
          while (!fits(expected)) expected += 1000
          expect(due).toBe(expected)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('finds the first day that fits, and none before it', () => {
    fc.assert(
      fc.property(
        list(1, 31),
        list(1, 12),
        list(0, 6),
        fc.integer({ min: at('2023-01-01T00:00:00'), max: at('2030-01-01T00:00:00') }),
        (day, month, weekday, after) => {
          const due = nextCron(parseCron(`0 0 0 ${day} ${month} ${weekday}`)!, after)
          const fits = (instant: number) => {
            const [m, d] = localInstant(instant).slice(5, 10).split('-').map(Number) as [number, number]
            const dayOfWeek = new Date(instant + 8 * 3_600_000).getUTCDay()
            return (
              allows(day, d, 31) && allows(month, m, 12) && (allows(weekday, dayOfWeek, 7) || (dayOfWeek === 0 && allows(weekday, 7, 7)))
            )
          }
          const midnight = at(`${localInstant(after).slice(0, 10)}T00:00:00`)
          let expected: number | null = null
          for (let days = 0; days < 15_000 && expected === null; days++)
            if (midnight + days * 86_400_000 > after && fits(midnight + days * 86_400_000)) expected = midnight + days * 86_400_000
          if (expected !== null) expect(due).toBe(expected)
          else expect(due === null || due > midnight + 15_000 * 86_400_000).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})
