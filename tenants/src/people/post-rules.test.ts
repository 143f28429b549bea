import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areIncompatible, postProblem, type Stretch } from './post-rules.ts'

const a = (post: string, from: number, until: number | null = null, more: Partial<Stretch> = {}): Stretch => ({
  organId: 'scjg',
  post,
  holding: 'main',
  from,
  until,
  ...more,
})

describe("a person's posts together", () => {
  test.each<[string, Stretch[], string | undefined]>([
    ['one main post', [a('handler', 0)], undefined],
    ['a main post and one beside it', [a('handler', 0), a('reviewer', 5, 9, { holding: 'part-time' })], undefined],
    ['one after the other', [a('handler', 0, 10), a('reviewer', 10)], undefined],
    ['two main posts', [a('handler', 0), a('reviewer', 5)], 'two-main'],
    ['two main posts, of which one is to come', [a('handler', 0, 100), a('reviewer', 99)], 'two-main'],
    ['the same post twice', [a('handler', 0), a('handler', 5, 9, { holding: 'part-time' })], 'same-post'],
    ['the same post in two organs', [a('handler', 0), a('handler', 0, null, { organId: 'cgj', holding: 'part-time' })], undefined],
    ['an acting post alone', [a('handler', 0, null, { holding: 'acting' })], 'no-main'],
    ['an acting post that outlasts the main one', [a('handler', 0, 10), a('reviewer', 5, 20, { holding: 'acting' })], 'no-main'],
    ['a gap with nothing in it', [a('handler', 0, 10), a('reviewer', 15)], undefined],
    ['what separation of duties keeps apart', [a('system-admin', 0), a('handler', 5, null, { holding: 'part-time' })], 'incompatible'],
    ['the same, one after the other', [a('system-admin', 0, 10), a('handler', 10)], undefined],
    ['trouble that is past', [a('handler', 0, 1), a('reviewer', 0, 1), a('handler', 2)], undefined],
  ])('%s: %s', (_name, stretches, code) => {
    expect(postProblem(stretches, 1)?.code).toBe(code)
    expect(postProblem([...stretches].reverse(), 1)?.code).toBe(code)
  })

  test('whatever passes has exactly one main post at each moment, and no two posts that clash', () => {
    const stretch = fc.record({
      organId: fc.constantFrom('x', 'y'),
      post: fc.constantFrom('handler', 'reviewer', 'system-admin', 'security-admin', 'disciplinary-auditor'),
      holding: fc.constantFrom('main' as const, 'part-time' as const, 'acting' as const),
      from: fc.nat(12),
      until: fc.option(fc.integer({ min: 1, max: 14 })),
    })
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 5 }), fc.nat(12), (all, now) => {
        const passes = postProblem(all, now) === null
        let holds = true
        for (let at = now; at <= 20; at++) {
          const held = all.filter((one) => one.from <= at && at < (one.until ?? 99))
          const mains = held.filter(({ holding }) => holding === 'main').length
          if (held.length > 0 && mains !== 1) holds = false
          for (const [i, one] of held.entries())
            for (const other of held.slice(i + 1))
              if ((one.organId === other.organId && one.post === other.post) || areIncompatible(one.post, other.post)) holds = false
        }
        expect(passes).toBe(holds)
      }),
      { numRuns: 3000 },
    )
  })
})
