import fc from 'fast-check'
import { evaluate, unaryTest } from 'feelin'
import { describe, expect, it } from 'vitest'
import { ExpressionFailure, ExpressionSyntaxError } from '../expression/expression.ts'
import { compileFormula, evaluateFormula } from './formula.ts'
import { compileEntry, meets } from './input-entry.ts'
import type { Scope } from './scope.ts'

function scope(variables: Record<string, unknown> = {}): Scope {
  const execution = { processInstanceId: 'i', processBusinessKey: null, currentActivityId: 'A' }
  return { account: { interpreted: 0, calls: 0, callDepth: 0 }, context: { variables, functions: {}, now: 0, execution } }
}
const test = (text: string, value: unknown, variables = {}) => meets(compileEntry(text, 'feel'), value, scope({ ...variables, '?': value }))

const number = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.constantFrom('0', '-0', '1.5', '-2.50', '007', '1.0', '123456789012345'),
)
const text = fc.constantFrom('"a"', '"b"', '"乡镇企业"', '""', '" "', '"1"', '"a,b"', '"-"', '"]"', '"not(1)"', '"true"', '"it\'s"')
const scalar = fc.oneof(number, text, fc.constantFrom('true', 'false', 'null'))
const space = fc.constantFrom('', ' ')
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''))
const range = (bound: fc.Arbitrary<string>) =>
  joined(fc.constantFrom('[', '(', ']'), space, bound, space, fc.constant('..'), space, bound, space, fc.constantFrom(']', ')', '['))
const comparison = joined(fc.constantFrom('<', '<=', '>', '>='), space, fc.oneof(number, text))
const item = fc.oneof(scalar, comparison, range(number), range(text))
const list = fc
  .tuple(fc.array(item, { minLength: 1, maxLength: 4 }), fc.constantFrom(',', ', ', ' , '))
  .map(([items, comma]) => items.join(comma))
const entry = fc.oneof(
  list,
  list.map((inner) => `not(${inner})`),
  list.map((inner) => `not( ${inner} )`),
)
const soup = fc
  .array(
    fc.constantFrom(
      '"a"',
      '"b',
      '1',
      '2.5',
      '-',
      '.',
      '..',
      ' ',
      ',',
      '[',
      ']',
      '(',
      ')',
      '<',
      '<=',
      '>',
      'not(',
      'not',
      'true',
      'null',
      '?',
      'x',
      '=',
      '!=',
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''))
const value = fc.oneof(
  fc.integer({ min: -4, max: 13 }),
  fc.constantFrom<unknown>(1.5, -2.5, 123456789012345, 'a', 'b', 'c', '乡镇企业', '', ' ', '1', 'a,b', '-', 'not(1)', true, false, null),
  fc.constantFrom<unknown>([], [1], ['a'], ['a', 'b'], [[1]], { a: 1 }),
)

/** What feelin says; 'error' if it cannot read the text, which then must not be compiled as simple. */
function oracle(source: string, input: unknown): boolean | 'error' {
  try {
    return unaryTest(source, { '?': input }).value === true
  } catch {
    return 'error'
  }
}

describe('an input entry that is compiled', () => {
  const agrees = (source: string, input: unknown) => {
    let compiled
    try {
      compiled = compileEntry(source, 'feel')
    } catch (error) {
      if (error instanceof ExpressionSyntaxError) return
      throw error
    }
    if (compiled.kind !== 'simple') return
    let answer
    try {
      answer = meets(compiled, input, scope({ '?': input }))
    } catch (error) {
      // the one intended difference: what cannot be compared fails
      if (error instanceof ExpressionFailure) return
      throw error
    }
    expect(answer, source).toBe(oracle(source, input))
  }

  it('says what feelin says', () => {
    fc.assert(fc.property(entry, value, agrees), { numRuns: 3_000 })
  })

  it('is never a text that feelin reads otherwise', () => {
    fc.assert(fc.property(soup, value, agrees), { numRuns: 3_000 })
  })

  it('is every list of constants, comparisons and ranges', () => {
    for (const source of [
      '"a"',
      '"a","b"',
      '-5',
      '< 10',
      '>=1.5',
      '[1..5]',
      '(1..5)',
      ']1..5[',
      '[5..1]',
      'not("x")',
      'not(1, 2)',
      'true',
      'null',
      '"甲", "乙"',
    ]) {
      expect(compileEntry(source, 'feel').kind, source).toBe('simple')
    }
  })

  it('fails where a text would be compared with a number, which feelin may answer with true', () => {
    expect(unaryTest('<= 10', { '?': 'abc' }).value).toBe(true)
    expect(() => test('<= 10', 'abc')).toThrow('"<= 10": "abc" cannot be compared with it')
    expect(() => test('[1..3]', true)).toThrow(ExpressionFailure)
    expect(() => test('> "a"', 1)).toThrow(ExpressionFailure)
  })
})

describe('a constant or a name that is compiled', () => {
  it('has the value that feelin gives it', () => {
    const source = fc.oneof(
      scalar,
      soup,
      fc.constantFrom('x', '注册资本', 'date', 'now', 'true', 'if', 'count', '_a', 'a1', '1a', 'x.y', 'x y'),
    )
    fc.assert(
      fc.property(source, fc.oneof(value, fc.constantFrom(undefined)), (written, x) => {
        const variables = { x, 注册资本: x, count: x, _a: x, a1: x, date: x }
        let formula
        try {
          formula = compileFormula(written, 'feel')
        } catch (error) {
          if (error instanceof ExpressionSyntaxError) return
          throw error
        }
        if ((formula.kind !== 'constant' && formula.kind !== 'variable') || (formula.kind === 'variable' && x === undefined)) return
        if (formula.kind === 'variable' && !Object.hasOwn(variables, formula.source)) return
        expect(evaluateFormula(formula, scope(variables)), written).toEqual(evaluate(written, variables).value)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('an input entry that is interpreted', () => {
  it('sees the value as ? and the variables', () => {
    expect(test('? > 5 and ? < limit', 7, { limit: 8 })).toBe(true)
    expect(test('< limit', 9, { limit: 8 })).toBe(false)
    expect(test('starts with(?, "A")', 'B1')).toBe(false)
    expect(test('list contains(?, "a")', ['a'])).toBe(true)
  })

  it('fails for a name that does not exist', () => expect(() => test('合格', '合格')).toThrow('unknown variable 合格'))

  it.each(['"a" "b"', '(1', '[1..', '"a",', '< '])('is refused at deployment if it is not FEEL: %s', (source) =>
    expect(() => compileEntry(source, 'feel')).toThrow(ExpressionSyntaxError),
  )
})
