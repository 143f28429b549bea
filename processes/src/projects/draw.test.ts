import { array, assert, property, string, uniqueArray, constantFrom, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawExperts } from './draw.ts'

const candidate = (userId: string, ...organs: string[]) => ({ userId, name: userId, organs })

describe('experts drawn by lot', () => {
  const five = ['jia', 'yi', 'bing', 'ding', 'wu'].map((id, i) => candidate(id, `o${i}`))
  const how = { number: 3, seed: 'case-1 1', organs: [], persons: [] }

  it('are the same when anyone draws again, and others in another case', () => {
    const draw = drawExperts(five, how)!
    expect(draw.drawn).toHaveLength(3)
    expect(drawExperts([...five].reverse(), how)).toEqual(draw)
    const others = Array.from({ length: 20 }, (_, i) =>
      drawExperts(five, { ...how, seed: `case-${i} 1` })!
        .drawn.map(({ userId }) => userId)
        .join(),
    )
    expect(new Set(others).size).toBeGreaterThan(5)
  })

  it('are too few to be drawn where the county has not enough', () => {
    expect(drawExperts(five, { ...how, organs: ['o0', 'o1', 'o2'] })).toBeNull()
  })

  it('are never of an excluded organ, never an excluded person, never twice the same', () => {
    const organ = constantFrom('a', 'b', 'c', 'd')
    const pool = uniqueArray(record({ userId: string({ minLength: 1 }), organs: array(organ, { minLength: 1, maxLength: 2 }) }), {
      selector: ({ userId }) => userId,
    })
    assert(
      property(pool, array(organ, { maxLength: 2 }), string(), (people, organs, seed) => {
        const persons = people.slice(0, 1).map(({ userId }) => userId)
        const draw = drawExperts(
          people.map((one) => ({ ...one, name: '' })),
          { ...how, seed, organs, persons },
        )
        if (!draw) return
        expect(new Set(draw.drawn.map(({ userId }) => userId)).size).toBe(3)
        for (const { userId, organs: own } of draw.drawn) {
          expect(persons).not.toContain(userId)
          expect(own.filter((one) => (organs as readonly string[]).includes(one))).toEqual([])
        }
      }),
    )
  })
})
