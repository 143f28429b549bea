import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { assess, versionText, type Assessed } from './assess.ts'
import { decimalText, fraction, micros, pointsText, rounded, thousandths } from './decimal.ts'
import { placesOf, rankUnits, type Total } from './ranking.ts'
import { scoreIndicator, ScoringFailure, type Indicator, type Measured, type ScoringOptions } from './scoring.ts'

const OPTIONS: ScoringOptions = { missing: 'pending', tie: 'skip' }
const GRADES = { base: 100_000, excellentPercent: 30 }
const formula = (more: object = {}) => ({
  kind: 'formula' as const,
  better: 'more' as const,
  floor: 600,
  cap: 1200,
  formula: null,
  ...more,
})
const indicator = (rule: Indicator['rule'], weight = 20_000): Indicator => ({ id: 'i', name: '工业投资', weight, rule })
const unit = (name: string, value: string | null, target: string | null = '100', base: string | null = null): Measured => ({
  ...{ unit: name, value, target, base },
})
const one = (rule: Indicator['rule'], measured: Measured, options = OPTIONS) =>
  scoreIndicator(indicator(rule), [measured], options)[0]!.points

describe('decimals', () => {
  test.each([
    [1n, 1],
    [-1n, -1],
    [3n, 2],
    [-3n, -2],
    [4n, 2],
  ])('half is rounded away from zero (%s halves)', (halves, whole) => {
    expect(rounded(fraction(halves, 2n))).toBe(whole)
  })

  it('keeps what a form says, and refuses what is no number', () => {
    expect([decimalText(0.1 + 0.2), decimalText('12.340'), decimalText(-0.5)]).toEqual(['0.3', '12.34', '-0.5'])
    expect([pointsText(87_500), pointsText(-3000), thousandths(12.5)]).toEqual(['87.5', '-3', 12_500])
    expect(() => micros('1e9')).toThrow(RangeError)
    expect(() => thousandths('1.2345')).toThrow('三位小数')
  })
})

describe('an indicator', () => {
  test.each([
    ['reached: its weight', '100', 20_000],
    ['between floor and target: in proportion', '87.5', 17_500],
    ['under the floor: nothing', '59.999', 0],
    ['at the floor: in proportion', '60', 12_000],
    ['over the cap: the cap', '500', 24_000],
    ['a third: rounded once, to the thousandth', '66.666667', 13_333],
  ])('by formula, %s', (_name, value, points) => {
    expect(one(formula(), unit('a', value))).toBe(points)
  })

  it('of what should be less is target over value', () => {
    expect(one(formula({ better: 'less' }), unit('a', '125'))).toBe(16_000)
    expect(one(formula({ better: 'less' }), unit('a', '0', '3'))).toBe(20_000)
  })

  it('has a formula of its own in FEEL over value, target and base', () => {
    const growth = formula({ formula: '(value - base) / (target - base)' })
    expect(one(growth, unit('a', '109', '110', '100'))).toBe(18_000)
    expect(() => one(formula({ formula: 'nothing + 1' }), unit('a', '1'))).toThrow(ScoringFailure)
    expect(() => one(formula({ formula: '"text"' }), unit('a', '1'))).toThrow('指标“工业投资”')
  })

  it('is not zero without a value, unless the rule of the year says so', () => {
    expect(one(formula(), unit('a', null))).toBeNull()
    expect(one({ kind: 'rank', better: 'more' }, unit('a', null))).toBeNull()
    expect(one(formula(), unit('a', null), { ...OPTIONS, missing: 'zero' })).toBe(0)
  })

  it('by rank gives the first all, the last one part of as many as there are, and the better place to a tie', () => {
    const values = ['10', '30', '20', '30'].map((value, at) => unit('abcd'[at]!, value))
    const points = (tie: 'skip' | 'dense') =>
      scoreIndicator(indicator({ kind: 'rank', better: 'more' }), values, { ...OPTIONS, tie }).map((it) => it.points)
    expect(points('skip')).toEqual([5000, 20_000, 10_000, 20_000])
    expect(points('dense')).toEqual([10_000, 20_000, 15_000, 20_000])
  })

  it('of plus and minus keeps to its caps, and a veto takes no points but the place', () => {
    const rule = { kind: 'plus-minus' as const, plusCap: 3000, minusCap: 5000 }
    expect(['2.5', '9', '-1', '-9', null].map((value) => one(rule, unit('a', value)))).toEqual([2500, 3000, -1000, -5000, 0])
    expect(scoreIndicator(indicator({ kind: 'veto' }, 0), [unit('a', '1'), unit('b', '0')], OPTIONS).map((it) => it.vetoed)).toEqual([
      true,
      false,
    ])
  })
})

describe('a ranking', () => {
  const total = (name: string, points: number | null, vetoed = false): Total => ({ unit: name, total: points, vetoed })

  it('puts a vetoed unit last and fails it, and leaves out who waits for a score', () => {
    const found = rankUnits([total('a', 99_000, true), total('b', 65_000), total('c', null), total('d', 95_000)], 'skip', GRADES)
    expect(found.map(({ place, grade }) => [place, grade])).toEqual([
      [3, 'fail'],
      [2, 'pass'],
      [null, null],
      [1, 'good'],
    ])
  })

  it('gives 优秀 within the quota only, and to none of a tie that would break it', () => {
    const units = (points: number[]) => points.map((value, at) => total(String(at), value))
    const grades = (points: number[]) => rankUnits(units(points), 'skip', { ...GRADES, excellentPercent: 40 }).map(({ grade }) => grade)
    expect(grades([95_000, 94_000, 93_000, 70_000, 50_000])).toEqual(['excellent', 'excellent', 'good', 'pass', 'fail'])
    expect(grades([95_000, 94_000, 94_000, 70_000, 50_000])).toEqual(['excellent', 'good', 'good', 'pass', 'fail'])
  })
})

const values = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 8 })
const year = (numbers: readonly (number | null)[], more: Partial<Assessed> = {}): Assessed => {
  const units = numbers.map((_, at) => `u${at}`)
  const measured = numbers.map((value, at) => unit(`u${at}`, value === null ? null : String(value)))
  return {
    ...{ options: OPTIONS, grades: GRADES, plusCap: 100_000, units },
    indicators: [
      { indicator: { ...indicator(formula(), 60_000), id: 'a' }, measured },
      { indicator: { ...indicator({ kind: 'rank', better: 'more' }, 40_000), id: 'b' }, measured },
    ],
    ...more,
  }
}

describe('properties', () => {
  it('the order in which units and indicators are given changes nothing', () =>
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (numbers, order) => {
        const given = year(numbers)
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => [order.next().value as number, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item)
        const other = {
          ...given,
          units: shuffled(given.units),
          indicators: shuffled(given.indicators).map((it) => ({ ...it, measured: shuffled(it.measured) })),
        }
        expect(versionText(assess(other))).toEqual(versionText(assess(given)))
      }),
    ))

  it('a total is the exact sum of its items, and a better value never gives less', () =>
    fc.assert(
      fc.property(values, fc.nat(7), fc.integer({ min: 1, max: 50 }), (numbers, pick, more) => {
        const at = pick % numbers.length
        const before = assess(year(numbers))
        const after = assess(year(numbers.map((value, index) => (index === at ? value + more : value))))
        for (const { total, items } of before) expect(total).toBe(items.reduce((all, { points }) => all + points!, 0))
        const mine = (results: typeof before) => results.find((result) => result.unit === `u${at}`)!
        expect(mine(after).total!).toBeGreaterThanOrEqual(mine(before).total!)
        expect(mine(after).place!).toBeLessThanOrEqual(mine(before).place!)
      }),
    ))

  it('places follow the scores: equal ones share a place, greater ones come first, and every place has as many before it', () =>
    fc.assert(
      fc.property(values, (numbers) => {
        const skip = placesOf(numbers, 'skip')
        const dense = placesOf(numbers, 'dense')
        numbers.forEach((value, at) => {
          expect(skip[at]).toBe(1 + numbers.filter((other) => other > value).length)
          expect(dense[at]).toBe(1 + new Set(numbers.filter((other) => other > value)).size)
        })
      }),
    ))

  it('what is added stays under the common cap', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 6 }), (points) => {
        const rule = { kind: 'plus-minus' as const, plusCap: 20_000, minusCap: 20_000 }
        const indicators = points.map((value, at) => ({
          indicator: { ...indicator(rule, 0), id: String(at) },
          measured: [unit('u0', String(value))],
        }))
        const [only] = assess({ ...year([1]), units: ['u0'], plusCap: 30_000, indicators })
        const added = only!.items.map((item) => Math.max(0, item.points!)).reduce((all, value) => all + value, 0)
        expect(added).toBeLessThanOrEqual(30_000)
      }),
    ))
})
