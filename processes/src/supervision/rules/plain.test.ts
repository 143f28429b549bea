import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noFacts } from '../fold/facts.ts'
import { newCaseState } from '../fold/case-state.ts'
import { payloadOf, unsaidOf } from '../event-catalogue.ts'
import { compileFeel, valueOf, type RuleContext, type RuleFunctions } from './feel.ts'
import { plainCondition, plainValue } from './plain.ts'
import { Rule } from './rule.ts'

const RULES = (
  JSON.parse(readFileSync(fileURLToPath(new URL('../../../packages/g2-supervision/rules.json', import.meta.url)), 'utf8')) as unknown[]
).map((rule) => Rule.parse(rule))

/** Ours, as plain sums: what they compute is not the question here. */
const FUNCTIONS = Object.fromEntries(
  ['workdaysAfter', 'warnAt', 'workdaysUsed'].map((name) => [name, (a: number, b: number) => a + b]),
) as RuleFunctions

/** Values that conditions compare with, so that both sides of a comparison come up. */
const scalar = fc.oneof(
  fc.constantFrom('promised', 'statutory', 'grant', 'refuse', 'request-supplement', 'examination', null, true, false),
  fc.integer({ min: -2, max: 40 }),
)

const contextOf = (rule: Rule): fc.Arbitrary<RuleContext> =>
  fc
    .record({
      action: fc.constantFrom(...rule.on),
      values: fc.array(scalar, { minLength: 30, maxLength: 30 }),
      list: fc.array(fc.string(), { maxLength: 3 }),
    })
    .map(({ action, values, list }) => {
      let next = 0
      const some = () => values[next++ % values.length]
      const payload = Object.fromEntries(
        Object.entries({ ...unsaidOf(rule.on), ...payloadOf(action, {}) }).map(([key, value]) => [
          key,
          Array.isArray(value) ? list : typeof value === 'object' && value !== null ? value : some(),
        ]),
      )
      const facts = Object.fromEntries(
        Object.entries(noFacts()).map(([key, value]) => [
          key,
          Array.isArray(value) ? list : typeof value === 'number' ? Math.abs(Number(some()) || 0) : value,
        ]),
      )
      const state = Object.fromEntries(
        Object.entries(newCaseState('1')).map(([key, value]) => [key, typeof value === 'object' && value !== null ? value : some()]),
      )
      return {
        event: { action, at: 1000, seq: 5, organId: 'o', actorId: 'u', day: '2026-09-18', subject: 'case:1', payload },
        state,
        facts,
        matter: { known: true, name: 'm', promisedDays: 10, statutoryDays: 20, remedies: '' },
        parameters: rule.parameters,
      }
    })

describe('plain conditions', () => {
  for (const rule of RULES) {
    it(`${rule.id}: what is decided without FEEL is what FEEL says`, () => {
      const { deadline } = rule
      const sources = [rule.when, rule.exempt, ...(deadline ? [deadline.until, deadline.holds] : [])]
      const values = [rule.occasion, ...(rule.subject === undefined ? [] : [rule.subject]), ...(deadline ? [deadline.due] : [])]
      fc.assert(
        fc.property(contextOf(rule), (context) => {
          const isSame = (source: string, plain: unknown, of: (feel: unknown) => unknown) => {
            if (plain === undefined) return
            let feel: unknown
            try {
              feel = valueOf(compileFeel(source), context, FUNCTIONS, 1000)
            } catch {
              // FEEL refuses to compare different kinds in a part that another part has decided.
              return
            }
            expect({ source, value: plain }).toEqual({ source, value: of(feel) })
          }
          for (const source of sources) isSame(source, plainCondition(source)(context, FUNCTIONS), (feel) => feel === true)
          for (const source of values) isSame(source, plainValue(source)(context, FUNCTIONS), (feel) => feel)
        }),
        { numRuns: 60 },
      )
    })
  }

  /** A context in which `facts` says these things. */
  const saying = (facts: Record<string, unknown>): RuleContext => ({ event: {}, state: {}, facts, matter: {}, parameters: {} })

  it('compute what they understand', () => {
    const context = saying({ a: 3, b: null, text: '四个汉字', list: ['x', 'y'] })
    const values: Record<string, unknown> = {
      'facts.a': 3,
      'facts.a + 1': 4,
      '10 - facts.a * 2 - 1': 3,
      '(facts.a + 1) / 2 >= 2': true,
      'facts.a < 4 - 1': false,
      '"a-" + string(facts.a) + "@" + facts.text': 'a-3@四个汉字',
      'string length(if facts.b = null then "" else facts.text) < 4': true,
      'if facts.b != null then facts.b else facts.text': '四个汉字',
      'list contains(facts.list, "y") and count(facts.list) = 2': true,
      '(facts.a = 3 or facts.a = 4) and facts.a < 9': true,
    }
    for (const [source, value] of Object.entries(values)) {
      expect({ source, value: plainValue(source)(context, {}) }).toEqual({ source, value })
      expect({ source, value: valueOf(compileFeel(source), context, {}, 0) }).toEqual({ source, value })
    }
    const functions = { add: (a: number, b: number) => a + b } as never
    expect(plainValue('add(facts.a, 2)')(context, functions)).toBe(5)
  })

  it('leave to FEEL what they do not understand', () => {
    const context = saying({ a: 3, b: null, list: ['x'], smile: '😀' })
    const ask = (source: string) => plainCondition(source)(context, {})
    expect(ask('facts.a > 2 and contains("abc", "b")')).toBeUndefined()
    expect(ask('facts.a > 5 and contains("abc", "b")')).toBe(false)
    for (const source of [
      'facts.missing = 1',
      'facts.b + 1 = 2',
      'facts.a / 0 = 1',
      'facts.a = "3"',
      'facts.b < 2',
      'facts.a in (3)',
      'facts.a between 1 and 5',
      'not(facts.a = 3)',
      '-facts.a < 0',
      'facts.a ** 2 = 9',
      'some x in facts.list satisfies x = "x"',
      'facts.list[1] = "x"',
      'if facts.b then true else false',
      'string length(facts.smile) = 1',
      'facts.a = 3 facts.a',
      'facts.a instance of number',
      'string(facts.a / 2) = "1.5"',
      'other(facts.a, 2) = 5',
      '(facts.a = 3',
      '"a\\"b" = "a"',
    ])
      expect({ source, value: ask(source) }).toEqual({ source, value: undefined })
  })
})
