import { array, assert, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocationProblem, balanceProblem, committed, grantProblem } from './fund-money.ts'

describe('the money rules of the special fund', () => {
  it.each([
    ['what is left', 60, undefined],
    ['a fen more than is left', 61, 'GRANT_OVER_FUND'],
    ['more than was asked for', 71, 'GRANT_OVER_ASKED'],
    ['nothing', 0, 'GRANT_OVER_ASKED'],
  ])('a grant of %s', (_what, fen, code) => {
    const others = [
      { granted_fen: 50, returned_fen: 10 },
      { granted_fen: null, returned_fen: 0 },
    ]
    expect(grantProblem({ fen, asked: 70, fund: 100, others })?.code).toBe(code)
  })

  it('no more is paid out than was issued, no more used than was paid out', () => {
    expect(allocationProblem({ granted_fen: 50 }, 50)).toBeNull()
    expect(allocationProblem({ granted_fen: 50 }, 51)?.code).toBe('ALLOCATION_OVER_GRANT')
    expect(allocationProblem({ granted_fen: null }, 1)?.code).toBe('ALLOCATION_OVER_GRANT')
    expect(balanceProblem({ allocated_fen: 50 }, 0)).toBeNull()
    expect(balanceProblem({ allocated_fen: 50 }, 51)?.code).toBe('USED_OVER_ALLOCATED')
  })

  it('whatever is asked for and given back in any order, the year never gives more than it has', () => {
    const step = record({ asked: integer({ min: 1, max: 500 }), fen: integer({ min: 0, max: 500 }), used: integer({ min: 0, max: 500 }) })
    assert(
      property(integer({ min: 0, max: 1000 }), array(step, { maxLength: 20 }), (fund, steps) => {
        const grants: { granted_fen: number; returned_fen: number }[] = []
        for (const { asked, fen, used } of steps) {
          if (grantProblem({ fen, asked, fund, others: grants }) !== null) continue
          grants.push({ granted_fen: fen, returned_fen: balanceProblem({ allocated_fen: fen }, used) ? 0 : fen - used })
          expect(committed(grants)).toBeLessThanOrEqual(fund)
        }
      }),
    )
  })
})
