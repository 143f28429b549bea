import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextDue, parseCycle } from './cycle.ts'
import { localInstant } from './iso-time.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
const START = at('2025-03-03T09:00:00')

/** Every due instant of a cycle from `from` on, at most `limit`, as local text. */
function dues(text: string, from = START, limit = 6): string[] {
  const cycle = parseCycle(text)!
  const list: string[] = []
  for (let due = nextDue(cycle, START, from); due !== null && list.length < limit; due = nextDue(cycle, START, due))
    list.push(localInstant(due).slice(0, 19))
  return list
}

describe('repeating intervals (ISO 8601)', () => {
  it('R3/PT10M is due three times after the start', () =>
    expect(dues('R3/PT10M')).toEqual(['2025-03-03T09:10:00', '2025-03-03T09:20:00', '2025-03-03T09:30:00']))

  it('counts by date, not by firings: what was missed is gone', () => {
    expect(dues('R3/PT10M', START + 12 * 60_000)).toEqual(['2025-03-03T09:20:00', '2025-03-03T09:30:00'])
    expect(dues('R3/PT10M', START + 30 * 60_000)).toEqual([])
  })

  it('R/PT1M has no end', () => expect(dues('R/PT1M', START + 1e12, 2)).toHaveLength(2))

  it('a bare duration and a start with a duration count once', () => {
    expect(dues('PT10H')).toEqual(['2025-03-03T19:00:00'])
    expect(dues('2025-03-04T00:00:00+08:00/P1D')).toEqual(['2025-03-05T00:00:00'])
    expect(dues('P1D/2025-03-08')).toEqual(['2025-03-08T00:00:00'])
  })

  it('a start is due itself, and so many times after it', () => {
    expect(dues('R2/2025-03-10T00:00:00+08:00/P1D')).toEqual(['2025-03-10T00:00:00', '2025-03-11T00:00:00', '2025-03-12T00:00:00'])
    expect(dues('R2/2025-03-02T00:00:00+08:00/P1D')).toEqual(['2025-03-04T00:00:00'])
    expect(dues('R1/2025-03-10/2025-03-12')).toEqual(['2025-03-10T00:00:00', '2025-03-12T00:00:00'])
  })

  it('an end is due itself, and so many times before it', () => {
    expect(dues('R2/P1D/2025-03-10T00:00:00+08:00')).toEqual(['2025-03-08T00:00:00', '2025-03-09T00:00:00', '2025-03-10T00:00:00'])
    expect(dues('R/P1D/2025-03-05T00:00:00+08:00')).toEqual(['2025-03-04T00:00:00', '2025-03-05T00:00:00'])
    expect(dues('R0/P1D/2025-03-05T00:00:00+08:00')).toEqual(['2025-03-05T00:00:00'])
  })

  it('counts months from the anchor, so that the end of a month stays one', () =>
    expect(dues('R/2025-01-31T08:00:00+08:00/P1M', at('2025-01-31T08:00:00'), 3)).toEqual([
      '2025-02-28T08:00:00',
      '2025-03-31T08:00:00',
      '2025-04-30T08:00:00',
    ]))

  it.each([
    '',
    'R',
    'R3',
    'R3/',
    'R3/PT0S',
    'R3/-PT1M',
    'R3/P1D/P1D',
    'R3/2025-03-03',
    'R3/2025-03-04/2025-03-03',
    'R-1/PT1M',
    'R99999999999999999999/PT1M',
    'R3/PT1M/x',
    'R1/2025-01-01/P1D/x',
    '2025-03-03',
    'x/P1D',
  ])('refuses "%s"', (text) => expect(parseCycle(text)).toBeNull())

  it('is plain JSON', () => {
    for (const text of ['R/P1D/2025-03-05', 'R3/PT1M', '0 0 9 LW * MON#2'])
      expect(JSON.parse(JSON.stringify(parseCycle(text)))).toEqual(parseCycle(text))
  })

  it('always goes on strictly, and leaves no point of its grid out', () => {
    const texts = fc
      .record({
        times: fc.option(fc.nat(500), { nil: '' }),
        months: fc.nat(14),
        days: fc.nat(40),
        minutes: fc.nat(3000),
        anchor: fc.constantFrom('', '/', 'end'),
      })
      .filter(({ months, days, minutes }) => months + days + minutes > 0)
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 4e12 }), ({ times, months, days, minutes, anchor }, after) => {
        const every = `P${months}M${days}DT${minutes}M`
        const day = '2025-01-31T10:00:00+08:00'
        const cycle = parseCycle(
          anchor === '' ? `R${times}/${every}` : anchor === '/' ? `R${times}/${day}/${every}` : `R${times}/${every}/${day}`,
        )!
        const due = nextDue(cycle, START, after)
        if (due === null) return
        expect(due).toBeGreaterThan(after)
        // nothing is due between: the same point is the next one from any instant before it
        expect(nextDue(cycle, START, due - 1)).toBe(due)
        expect(nextDue(cycle, START, Math.floor((after + due) / 2))).toBe(due)
      }),
    )
  })
})
