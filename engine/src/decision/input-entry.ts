import { checkFeelTests, testFeel } from '../expression/feel.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { show } from '../expression/juel-coerce.ts'
import { evaluateJuel } from '../expression/juel-evaluate.ts'
import { compileJuel, constantOf, type Language } from './formula.ts'
import type { InputEntry, Scalar, SimpleTest } from './model.ts'
import type { Scope } from './scope.ts'
import { forInterpreter } from './scope.ts'

const NUMBER = String.raw`-?\d{1,15}(?:\.\d{1,9})?`
const TEXT = String.raw`"[^"\\\r\n]*"`
const LITERAL = new RegExp(`${TEXT}|${NUMBER}|true\\b|false\\b|null\\b`, 'y')
const COMPARISON = new RegExp(`(<=|>=|<|>) ?(${TEXT}|${NUMBER})`, 'y')
const RANGE = new RegExp(`([[\\](]) ?(?:(${TEXT}) ?\\.\\. ?(${TEXT})|(${NUMBER}) ?\\.\\. ?(${NUMBER})) ?([)\\][])`, 'y')
const COMMA = /\s*,\s*/y
const NEGATION = /^not\s*\((.*)\)$/s

/**
 * An input entry, or the allowed values of an input. Constants, comparisons with constants, ranges of constants, lists
 * and `not(…)` of them are compiled; the rest is checked and left to the interpreter.
 * @throws ExpressionSyntaxError
 */
export function compileEntry(text: string, language: Language): InputEntry {
  const source = text.trim()
  if (source === '' || source === '-') return { kind: 'any' }
  if (language === 'juel') return compileJuel(source)
  const inner = NEGATION.exec(source)?.[1]
  const tests = simpleTests(inner?.trim() ?? source)
  if (tests) return { kind: 'simple', source, negated: inner !== undefined, tests }
  checkFeelTests(source)
  return { kind: 'feel', source }
}

/**
 * Whether a value meets an input entry. Equal to feelin, with one exception: a comparison of a text with a number or
 * the like, which feelin may answer with true, fails.
 * @param scope with `?` and the input's variable set to the value
 * @throws ExpressionFailure
 */
export function meets(entry: InputEntry, value: unknown, scope: Scope): boolean {
  switch (entry.kind) {
    case 'any':
      return true
    case 'simple':
      if (!isScalar(value)) return interpret(entry.source, scope)
      return entry.tests.some((test) => meetsTest(test, value, entry.source)) !== entry.negated
    case 'feel':
      return interpret(entry.source, scope)
    case 'juel': {
      const answer = evaluateJuel(entry.source, entry.template, scope.context)
      if (typeof answer === 'boolean' || answer === null) return answer === true
      throw new ExpressionFailure(entry.source, `an input entry gives true or false, not ${show(answer)}`)
    }
  }
}

function interpret(source: string, scope: Scope): boolean {
  const context = forInterpreter(scope, source)
  return testFeel(source, { ...context, variables: { ...context.variables, '?': scope.context.variables['?'] } })
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function meetsTest(test: SimpleTest, value: Scalar, source: string): boolean {
  if (test.kind === 'equal') return test.value === value
  if (value === null) return false
  const { start, end } = test
  if (typeof value !== typeof (start ?? end)) throw new ExpressionFailure(source, `${show(value)} cannot be compared with it`)
  const afterStart = start === null || (test.startIncluded ? value >= start : value > start)
  return afterStart && (end === null || (test.endIncluded ? value <= end : value < end))
}

/** A comma list of simple tests; null if anything else is in it. */
function simpleTests(text: string): SimpleTest[] | null {
  const tests: SimpleTest[] = []
  let at = 0
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match
  }
  do {
    const range = take(RANGE)
    const comparison = range ? null : take(COMPARISON)
    const literal = range || comparison ? null : take(LITERAL)
    if (range) tests.push(rangeOf(range))
    else if (comparison) tests.push(comparisonOf(comparison[1]!, comparison[2]!))
    else if (literal) tests.push({ kind: 'equal', value: constantOf(literal[0])!.value })
    else return null
  } while (take(COMMA))
  return at === text.length ? tests : null
}

function comparisonOf(operator: string, bound: string): SimpleTest {
  const value = constantOf(bound)!.value as number | string
  const included = operator.endsWith('=')
  return operator.startsWith('<')
    ? { kind: 'range', start: null, end: value, startIncluded: false, endIncluded: included }
    : { kind: 'range', start: value, end: null, startIncluded: included, endIncluded: false }
}

/** A descending range holds what the ascending one holds. */
function rangeOf([, open, textStart, textEnd, numberStart, numberEnd, close]: RegExpExecArray): SimpleTest {
  const start = constantOf(textStart ?? numberStart!)!.value as number | string
  const end = constantOf(textEnd ?? numberEnd!)!.value as number | string
  const startIncluded = open === '['
  const endIncluded = close === ']'
  if (start > end) return { kind: 'range', start: end, end: start, startIncluded: endIncluded, endIncluded: startIncluded }
  return { kind: 'range', start, end, startIncluded, endIncluded }
}
