import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deduction, formulaText, gapsBefore, meanScore, monthInterest, monthNo, monthOf } from './bot-money.ts'
import { COUNTY_RULES } from './county-rules.ts'

const RULES = COUNTY_RULES.bot
const FEE = 85_000_000

describe('the months of an operation that is paid by the month', () => {
  it.each([
    ['2026-01', 1],
    ['2026-12', 12],
    ['2027-01', 13],
    ['2035-12', 120],
    ['2036-01', null],
    ['2025-12', null],
  ])('%s is month %s of 120', (month, no) => {
    expect(monthNo(month, RULES)).toBe(no)
    if (no !== null) expect(monthOf(no, RULES)).toBe(month)
  })

  it('months that nobody filed are named', () => {
    expect(gapsBefore(5, [{ no: 1 }, { no: 4 }], RULES)).toEqual(['2026-02', '2026-03'])
    expect(gapsBefore(1, [], RULES)).toEqual([])
  })
})

describe('what is deducted for poor service', () => {
  it.each([
    ['nothing at the full score', 90_000, 99_900, 0],
    ['nothing for more than was asked', 100_000, 100_000, 0],
    ['1 % of the fee for a point', 89_000, 99_900, 850_000],
    ['in proportion for a part of a point', 89_500, 99_900, 425_000],
    ['half a percent for a tenth of availability', 90_000, 99_800, 425_000],
    ['both', 87_333, 99_750, 2_904_450],
  ])('%s', (_what, score, availability, fen) => {
    expect(deduction(FEE, score, availability, RULES)).toBe(fen)
  })

  it('is never negative, never more than the fee, and never less for a poorer service', () => {
    assert(
      property(
        integer({ min: 0, max: FEE }),
        integer({ min: 0, max: 99_999 }),
        integer({ min: 0, max: 99_999 }),
        (fee, score, availability) => {
          const fen = deduction(fee, score, availability, RULES)
          expect(Number.isInteger(fen) && fen >= 0 && fen <= fee).toBe(true)
          expect(deduction(fee, score + 1, availability, RULES)).toBeLessThanOrEqual(fen)
          expect(deduction(fee, score, availability + 1, RULES)).toBeLessThanOrEqual(fen)
        },
      ),
    )
  })

  it('a mean lies between the lowest and the highest score', () => {
    assert(
      property(array(integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 }), (scores) => {
        const mean = meanScore(scores)
        expect(mean >= Math.min(...scores) && mean <= Math.max(...scores)).toBe(true)
      }),
    )
    expect(meanScore([90_000, 86_000, 86_000])).toBe(87_333)
  })

  it('is said in words with the values of the county', () => {
    expect(formulaText(RULES)).toBe('平均得分低于 90 分的,每低 1 分扣 1%;可用率低于 99.9% 的,每低 0.1 个百分点扣 0.5%;合计不超过当月服务费')
  })
})

describe('a month that is paid late', () => {
  const month = { fee_fen: 85_000_000, deduction_fen: 2_904_450, accepted_on: '2026-03-03' }

  it('bears no interest for thirty days after its scores were collected', () => {
    expect(monthInterest(month, '2026-03-03')).toBe(0)
    expect(monthInterest(month, '2026-04-02')).toBe(0)
  })

  it('bears 0.05 % of what is owed for each day after, and nothing for what was deducted', () => {
    // 820 955.50 yuan × 0.05 % = 410.47775 yuan a day.
    expect(monthInterest(month, '2026-04-03')).toBe(41_048)
    expect(monthInterest(month, '2026-05-02')).toBe(1_231_433)
    expect(monthInterest({ ...month, deduction_fen: 85_000_000 }, '2026-05-02')).toBe(0)
  })

  it('is not reckoned where nobody knows since when it is owed', () => {
    expect(monthInterest({ ...month, accepted_on: null }, '2027-01-01')).toBe(0)
  })
})
