import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noFacts } from '../fold/facts.ts'
import { newCaseState } from '../fold/case-state.ts'
import { payloadOf, unsaidOf } from '../event-catalogue.ts'
import { compileFeel, valueOf, type RuleContext } from './feel.ts'
import { plainCondition, plainValue } from './plain.ts'
import { Rule } from './rule.ts'

const RULES = (JSON.parse(readFileSync(fileURLToPath(new URL('../../../packages/g2-supervision/rules.json', import.meta.url)), 'utf8')) as unknown[]).map((rule) => Rule.parse(rule))

/** Values that conditions compare with, so that both sides of a comparison come up. */
const scalar = fc.oneof(fc.constantFrom('promised', 'statutory', 'grant', 'refuse', 'request-supplement', 'examination', null, true, false), fc.integer({ min: -2, max: 40 }))

const contextOf = (rule: Rule): fc.Arbitrary<RuleContext> =>
  fc.record({ action: fc.constantFrom(...rule.on), values: fc.array(scalar, { minLength: 30, maxLength: 30 }), list: fc.array(fc.string(), { maxLength: 3 }) }).map(({ action, values, list }) => {
    let next = 0
    const some = () => values[next++ % values.length]
    const payload = Object.fromEntries(Object.entries({ ...unsaidOf(rule.on), ...payloadOf(action, {}) }).map(([key, value]) => [key, Array.isArray(value) ? list : typeof value === 'object' && value !== null ? value : some()]))
    const facts = Object.fromEntries(Object.entries(noFacts()).map(([key, value]) => [key, Array.isArray(value) ? list : typeof value === 'number' ? Math.abs(Number(some()) || 0) : value]))
    const state = Object.fromEntries(Object.entries(newCaseState('1')).map(([key, value]) => [key, typeof value === 'object' && value !== null ? value : some()]))
    return { event: { action, at: 1000, seq: 5, organId: 'o', actorId: 'u', day: '2026-09-18', subject: 'case:1', payload }, state, facts, matter: { known: true, name: 'm', promisedDays: 10, statutoryDays: 20, remedies: '' }, parameters: rule.parameters }
  })

describe('plain conditions', () => {
  for (const rule of RULES) {
    it(`${rule.id}: what is decided without FEEL is what FEEL says`, () => {
      const sources = [rule.when, ...(rule.deadline ? [rule.deadline.until, rule.deadline.holds] : [])]
      fc.assert(
        fc.property(contextOf(rule), (context) => {
          for (const source of sources) {
            const plain = plainCondition(source)(context)
            if (plain === undefined) continue
            let feel: unknown
            try {
              feel = valueOf(compileFeel(source), context, {}, 1000)
            } catch {
              // FEEL refuses to compare different kinds in a part that another part has decided.
              continue
            }
            expect({ source, value: plain }).toEqual({ source, value: feel === true })
          }
        }),
        { numRuns: 60 },
      )
    })
  }

  it('leave to FEEL what they do not understand', () => {
    const context = { event: {}, state: {}, facts: { a: 3 }, matter: {}, parameters: {} }
    expect(plainCondition('facts.a > 2 and string length("abc") = 3')(context)).toBeUndefined()
    expect(plainCondition('facts.a > 5 and string length("abc") = 3')(context)).toBe(false)
    expect(plainCondition('facts.missing = 1')(context)).toBeUndefined()
    expect(plainCondition('(facts.a = 3 or facts.a = 4) and facts.a < 9')(context)).toBe(true)
    expect(plainCondition('if facts.a = 3 then true else false')(context)).toBeUndefined()
    const functions = { add: (a: number, b: number) => a + b } as never
    expect(plainValue('facts.a')!(context, functions)).toBe(3)
    expect(plainValue('facts.a + 1')!(context, functions)).toBe(4)
    expect(plainValue('add(facts.a, 2)')!(context, functions)).toBe(5)
    expect(plainValue('other(facts.a, 2)')!(context, functions)).toBeUndefined()
    expect(plainValue('string(facts.a)')).toBeUndefined()
  })
})
