import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resultOf, type ApprovalRule, type Approver, type Vote } from './rule.ts'

const RULES = fc.oneof(
  fc.record({ mode: fc.constantFrom('all' as const, 'sequential' as const), reject: fc.constant('one' as const) }),
  fc.record({ mode: fc.constant('any' as const), reject: fc.constantFrom('one' as const, 'all' as const) }),
  fc.record({
    mode: fc.constant('vote' as const),
    reject: fc.constant('one' as const),
    pass: fc.oneof(
      fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ count: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ weight: fc.integer({ min: 1, max: 12 }) }),
    ),
  }),
)
const PEOPLE = fc.array(
  fc.record({ weight: fc.integer({ min: 1, max: 3 }), vote: fc.constantFrom('pass' as const, 'reject' as const, 'abstain' as const) }),
  {
    minLength: 1,
    maxLength: 7,
  },
)

const voters = (people: { weight: number }[]): Approver[] => people.map(({ weight }, i) => ({ userId: `u${i}`, weight }))

describe('what votes decide', () => {
  // 或签 with one rejection is decided by whoever speaks first, so by order.
  const ORDERLESS = RULES.filter((rule) => rule.mode !== 'any' || rule.reject === 'all')

  it('early is what it would be in the end, however the others vote', () => {
    fc.assert(
      fc.property(ORDERLESS, PEOPLE, fc.nat(), (rule: ApprovalRule, people, cut) => {
        const all = voters(people)
        const cast = people.map(({ vote }, i): Vote => ({ ...all[i]!, vote }))
        const n = cut % (people.length + 1)
        const early = resultOf(rule, [...cast.slice(0, n), ...people.slice(n).map(() => null)], all.slice(n))
        if (early !== null) expect(resultOf(rule, cast, [])).toBe(early)
      }),
    )
  })

  it('is always one or the other once nobody is pending, and the same when the rest was cancelled', () => {
    fc.assert(
      fc.property(RULES, PEOPLE, (rule: ApprovalRule, people) => {
        const all = voters(people)
        const votes: Vote[] = people.map(() => null)
        for (const [i, { vote }] of people.entries()) {
          votes[i] = { ...all[i]!, vote }
          const result = resultOf(rule, votes, all.slice(i + 1))
          if (result === null) continue
          // what a gateway behind the step reads: those who were not asked any more stay null
          expect(resultOf(rule, votes, [])).toBe(result)
          return
        }
        expect.unreachable('somebody has to have the last word')
      }),
    )
  })

  it('whoever was taken out does not count among all', () => {
    const rule: ApprovalRule = { mode: 'vote', reject: 'one', pass: { percent: 60 } }
    const passed = (userId: string): Vote => ({ userId, weight: 1, vote: 'pass' })
    expect(resultOf(rule, [passed('a'), passed('b'), null, null, null], voters([{ weight: 1 }, { weight: 1 }, { weight: 1 }]))).toBeNull()
    expect(resultOf(rule, [passed('a'), passed('b'), { removed: true }, { removed: true }, null], voters([{ weight: 1 }]))).toBe('pass')
  })

  it('nobody having passed is a rejection, also if all abstain', () => {
    expect(resultOf({ mode: 'all', reject: 'one' }, [{ userId: 'a', weight: 1, vote: 'abstain' }], [])).toBe('reject')
  })
})
