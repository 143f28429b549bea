import { describe, expect, it } from 'vitest'
import { ExpressionFailure } from '../expression/expression.ts'
import { evaluate } from './fixtures/load.ts'
import type { ResultMapping } from './index.ts'
import { mapDecisionResult } from './index.ts'

const none = evaluate('unique', { x: null })
const one = evaluate('unique', { x: 3 })
const two = evaluate('rule-order', { x: 17 })
const twoOutputs = evaluate('any', { x: 7 })

describe('mapDecisionResult', () => {
  it.each<[ResultMapping, unknown[]]>([
    ['singleEntry', [null, 'a']],
    ['singleResult', [null, { y: 'a' }]],
    ['collectEntries', [[], ['a']]],
    ['resultList', [[], [{ y: 'a' }]]],
  ])('%s of no rule and of one', (mapping, expected) => {
    expect([none, one].map((result) => mapDecisionResult(result, mapping))).toEqual(expected)
  })

  it('of several rules: lists only', () => {
    expect(mapDecisionResult(two, 'collectEntries')).toEqual(['b', 'c'])
    expect(mapDecisionResult(two, 'resultList')).toEqual([{ y: 'b' }, { y: 'c' }])
    for (const mapping of ['singleEntry', 'singleResult'] as const) {
      expect(() => mapDecisionResult(two, mapping)).toThrow(ExpressionFailure)
      expect(() => mapDecisionResult(two, mapping)).toThrow(`mapDecisionResult ${mapping} needs one rule at most, there are 2: "r2", "r3"`)
    }
  })

  it('of several outputs: records only', () => {
    expect(mapDecisionResult(twoOutputs, 'singleResult')).toEqual({ y: 'a', z: 1 })
    expect(mapDecisionResult(twoOutputs, 'resultList')).toEqual([{ y: 'a', z: 1 }])
    for (const mapping of ['singleEntry', 'collectEntries'] as const) {
      expect(() => mapDecisionResult(twoOutputs, mapping)).toThrow(`mapDecisionResult ${mapping} needs one output, there are y, z`)
    }
  })
})
