import { assert, constantFrom, integer, property, record, array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changeGoesUp,
  changeProblem,
  contractProblems,
  designProblem,
  fenOf,
  lateInterest,
  moneyOf,
  paymentProblems,
  type ProjectMoney,
} from './money.ts'
import { yuan } from './yuan.ts'

const YUAN = 100
const money = (over: Partial<ProjectMoney> = {}): ProjectMoney => ({ ...moneyOf([], []), ...over })

describe('the money rules of a project', () => {
  it('an amount is read to the fen and written for people', () => {
    expect(fenOf('1250.05')).toBe(125_005)
    expect(yuan(125_005)).toBe('1,250.05')
    expect(yuan(-5)).toBe('-0.05')
    for (const text of ['1250', '1,250.00', 12.5, undefined, '1250.000']) expect(() => fenOf(text)).toThrow(TypeError)
  })

  it.each([
    ['over by 12 %', 1_000, 1_120, 'DESIGN_OVER_ESTIMATE'],
    ['over by a fen more than 10 %', 1_000, 1_100.01, 'DESIGN_OVER_ESTIMATE'],
    ['over by 10 %', 1_000, 1_100, undefined],
    ['below', 1_000, 900, undefined],
  ])('概算 %s', (_what, feasibility, design, code) => {
    expect(designProblem({ feasibility: feasibility * YUAN }, Math.round(design * YUAN))?.code).toBe(code)
  })

  it('a project without a feasibility study has nothing that its 概算 could exceed', () => {
    expect(designProblem({ feasibility: null }, 1)).toBeNull()
  })

  it.each([
    ['as it was bid', {}, []],
    ['dearer than the bid', { fen: 90_100, milestones: [{ fen: 90_100 }] }, ['CONTRACT_NOT_BID']],
    ['beyond the 概算', { fen: 110_000, bidFen: 110_000, milestones: [{ fen: 110_000 }] }, ['CONTRACT_OVER_DESIGN']],
    ['keeping back more than 3 %', { retentionFen: 2_701 }, ['RETENTION_OVER']],
    ['with a pay plan that leaves something over', { milestones: [{ fen: 89_999 }] }, ['MILESTONES_DIFFER']],
  ])('a contract %s', (_what, over, codes) => {
    const given = { fen: 90_000, bidFen: 90_000, retentionFen: 2_700, milestones: [{ fen: 40_000 }, { fen: 50_000 }], ...over }
    expect(contractProblems(money({ design: 100_000 }), given).map(({ code }) => code)).toEqual(codes)
  })

  it('changes stay within the 概算, above what is paid, and go up a level from 10 % of the contract, plus and minus alike', () => {
    const stands = money({ design: 100_000, contract: 90_000, changes: 5_000, paid: 60_000, reserved: 10_000 })
    expect(changeProblem(stands, 5_000)).toBeNull()
    expect(changeProblem(stands, 5_001)?.code).toBe('CONTRACT_OVER_DESIGN')
    expect(changeProblem(stands, -25_001)?.code).toBe('CHANGE_BELOW_PAID')
    expect(changeGoesUp(stands, [5_000, -3_999])).toBe(false)
    expect(changeGoesUp(stands, [5_000, -4_000])).toBe(true)
  })

  it.each([
    ['on the thirtieth day', '2026-10-31', 0],
    ['a day late', '2026-11-01', 5],
    ['sixty days late', '2026-12-30', 300],
  ])('interest of 100 yuan paid %s', (_when, paidOn, fen) => {
    expect(lateInterest(10_000, { acceptedOn: '2026-10-01', paidOn, payDays: 30 })).toBe(fen)
    // No contract may agree to more than sixty days.
    expect(lateInterest(10_000, { acceptedOn: '2026-10-01', paidOn, payDays: 90 })).toBe(Math.max(0, fen - 150))
  })
})

describe('payments', () => {
  const CONTRACT = { fen: 100_000, retention_fen: 3_000 }
  const milestone = { name: '到货', fen: 60_000, accepted_on: '2026-09-01' }
  const given = { year: 2026, contract: CONTRACT, changes: 0, milestone, payments: [], milestoneNo: 1, isAccepted: false }
  const stands = money({ design: 120_000, contract: 100_000, budgets: { 2026: 50_000 } })
  const codes = (over: Partial<Parameters<typeof paymentProblems>[1]>, of = stands) =>
    paymentProblems(of, { ...given, fen: 10_000, ...over }).map(({ code }) => code)

  it('are refused for what is not accepted, not planned, or more than there is', () => {
    expect(codes({})).toEqual([])
    expect(codes({ milestone: { ...milestone, accepted_on: null } })).toEqual(['MILESTONE_NOT_ACCEPTED'])
    expect(codes({ milestone: undefined })).toEqual(['MILESTONE_UNKNOWN'])
    expect(codes({ fen: 50_001 })).toEqual(['OVER_BUDGET'])
    expect(codes({ year: 2027 })).toEqual(['OVER_BUDGET'])
    expect(codes({ fen: 60_001 })).toEqual(['OVER_MILESTONE', 'OVER_BUDGET'])
    expect(codes({}, money({ ...stands, design: 9_999 }))).toEqual(['OVER_DESIGN'])
  })

  it('keep the retention back until the final acceptance', () => {
    const whole = {
      fen: 37_001,
      milestone: { ...milestone, fen: 100_000 },
      payments: [{ state: 'paid' as const, fen: 60_000, milestone_no: 1 }],
    }
    expect(codes(whole)).toEqual(['RETENTION_KEPT'])
    expect(codes({ ...whole, isAccepted: true })).toEqual([])
  })

  it('whatever is asked for in whatever order: reserved and paid never exceed contract, 概算, or the budget of a year', () => {
    const asked = record({
      fen: integer({ min: 1, max: 80_000 }),
      year: constantFrom(2026, 2027),
      end: constantFrom('paid', 'released', 'reserved'),
    })
    assert(
      property(
        array(asked, { maxLength: 30 }),
        record({
          design: integer({ min: 1, max: 200_000 }),
          first: integer({ min: 0, max: 90_000 }),
          second: integer({ min: 0, max: 90_000 }),
        }),
        (requests, { design, first, second }) => {
          const amounts = [
            { kind: 'design' as const, year: null, fen: design },
            { kind: 'contract' as const, year: null, fen: Math.min(design, CONTRACT.fen) },
            { kind: 'budget' as const, year: 2026, fen: first },
            { kind: 'budget' as const, year: 2027, fen: second },
          ]
          const contract = { fen: Math.min(design, CONTRACT.fen), retention_fen: 0 }
          const payments: {
            state: 'reserved' | 'paid' | 'released'
            fen: number
            year: number
            milestone_no: number
            interest_fen: number
          }[] = []
          for (const { fen, year, end } of requests) {
            const before = moneyOf(amounts, payments)
            const ask = { ...given, contract, payments, fen, year, milestone: { ...milestone, fen: contract.fen }, isAccepted: true }
            if (paymentProblems(before, ask).length === 0)
              payments.push({ state: end as 'paid', fen, year, milestone_no: 1, interest_fen: 0 })
            const after = moneyOf(amounts, payments)
            expect(after.paid + after.reserved).toBeLessThanOrEqual(contract.fen)
            expect(after.contract + after.changes).toBeLessThanOrEqual(after.design!)
            for (const budget of [2026, 2027]) expect(after.used[budget] ?? 0).toBeLessThanOrEqual(after.budgets[budget]!)
          }
        },
      ),
    )
  })
})
