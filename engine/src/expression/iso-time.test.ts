import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDuration, localDay, localInstant, parseDuration, parseInstant } from './iso-time.ts'

const iso = (at: number | null) => at && new Date(at).toISOString()

describe('parseInstant (ISO 8601)', () => {
  it.each([
    ['2025-03-03T09:00:00+08:00', '2025-03-03T01:00:00.000Z'],
    ['2025-03-03T09:00:00', '2025-03-03T01:00:00.000Z'],
    ['2025-03-03T09:00Z', '2025-03-03T09:00:00.000Z'],
    ['2025-03-03T09:00:00.1234567Z', '2025-03-03T09:00:00.123Z'],
    ['2025-03-03T09:00:00,5-0530', '2025-03-03T14:30:00.500Z'],
    ['2025-03-03T09:00:00.000+0800', '2025-03-03T01:00:00.000Z'],
    ['2025-03-03T09:00:00+08:00[Asia/Shanghai]', '2025-03-03T01:00:00.000Z'],
    ['2025-03-03T24:00', '2025-03-03T16:00:00.000Z'],
    ['2025-03-03', '2025-03-02T16:00:00.000Z'],
    ['2025-03', '2025-02-28T16:00:00.000Z'],
    ['2024-02-29', '2024-02-28T16:00:00.000Z'],
  ])('%s', (text, expected) => expect(iso(parseInstant(text))).toBe(expected))

  it.each([
    '',
    'tomorrow',
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-03-03T25:00',
    '2025-03-03T24:01',
    '2025-03-03T09:60',
    '2025-3-3',
    '03/03/2025',
    '2025-03-03T09:00+25:00',
    'P1D',
    '1741050000000',
  ])('refuses "%s"', (text) => expect(parseInstant(text)).toBeNull())

  it('reads back every instant it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000_000_000_000, max: 200_000_000_000_000 }), (at) => parseInstant(localInstant(at)) === at),
    )
  })
})

describe('parseDuration and addDuration', () => {
  const from = Date.parse('2025-01-31T09:30:00+08:00')
  it.each([
    ['PT5M', '2025-01-31T09:35:00+08:00'],
    ['P1D', '2025-02-01T09:30:00+08:00'],
    ['P2W', '2025-02-14T09:30:00+08:00'],
    ['PT1.5S', '2025-01-31T09:30:01.500+08:00'],
    ['P1M', '2025-02-28T09:30:00+08:00'],
    ['P13M', '2026-02-28T09:30:00+08:00'],
    ['P3Y1M', '2028-02-29T09:30:00+08:00'],
    ['P1M1D', '2025-03-01T09:30:00+08:00'],
    ['-P1M', '2024-12-31T09:30:00+08:00'],
    ['P0D', '2025-01-31T09:30:00+08:00'],
  ])('%s', (text, expected) => expect(iso(addDuration(from, parseDuration(text)!))).toBe(iso(Date.parse(expected))))

  it('counts months on the calendar of Beijing, not of UTC', () => {
    // 31 January 06:00 in Beijing is still 30 January in UTC
    expect(localDay(addDuration(Date.parse('2025-01-31T06:00:00+08:00'), { months: 1, milliseconds: 0 })!)).toBe('2025-02-28')
  })

  it.each(['', 'P', 'PT', 'P1', '1D', 'P1H', 'PT1D', 'P1DT', 'P-1D', 'P1.5D', '5 days', 'P1Y2W3M', 'P99999999999999999999D'])(
    'refuses "%s"',
    (text) => expect(parseDuration(text)).toBeNull(),
  )

  it('refuses what is out of the calendar', () => expect(addDuration(0, parseDuration('P999999Y')!)).toBeNull())
})
