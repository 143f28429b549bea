import type { Warning } from 'feelin'
import { dateAndTime, evaluate, FeelFunction, parseDate, parseExpression, parseUnaryTests, unaryTest } from 'feelin'
import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure, ExpressionSyntaxError } from './expression.ts'
import { localDay, localInstant } from './iso-time.ts'

/**
 * The value of a FEEL expression: JSON, or one of feelin's dates, times and durations.
 * FEEL answers null where something is unknown; we do not go on with that null, because a case would silently take
 * the wrong way. Only the question `x = null` may be asked of an unknown variable.
 * @throws ExpressionFailure with the interpreter's warnings
 */
export function evaluateFeel(source: string, context: EvaluationContext): unknown {
  return run(evaluate, source, context)
}

/**
 * Whether the context's `?` meets FEEL unary tests, the language of a decision table's input entries: `< 10, [20..30]`.
 * @throws ExpressionFailure
 */
export function testFeel(source: string, context: EvaluationContext): boolean {
  return run(unaryTest, source, context) === true
}

function run(interpret: typeof evaluate | typeof unaryTest, source: string, context: EvaluationContext): unknown {
  let result
  try {
    result = interpret(source, feelContext(context))
  } catch (error) {
    // a failure inside a function of ours, e.g. a business knowledge model, says best what is wrong
    if (error instanceof ExpressionFailure) throw error
    throw new ExpressionFailure(source, error instanceof Error ? error.message : String(error))
  }
  const warnings = result.warnings.filter((warning) => !asksForNull(source, warning))
  if (warnings.length > 0) throw new ExpressionFailure(source, describe(warnings))
  return result.value ?? null
}

/**
 * Whether the text is FEEL. Names with spaces cannot be told from mistakes before the variables are known,
 * so this finds broken syntax only.
 * @throws ExpressionSyntaxError
 */
export function checkFeel(source: string): void {
  check(source, parseExpression)
}

/** The same for unary tests. @throws ExpressionSyntaxError */
export function checkFeelTests(source: string): void {
  check(source, parseUnaryTests)
}

function check(source: string, parse: typeof parseExpression): void {
  const problem = firstError(source, parse)
  if (problem) throw new ExpressionSyntaxError(source, problem.from, problem.text === '' ? 'it ends too early' : `unexpected ${problem.text}`)
}

/** The parser recovers from mistakes and marks them in its tree. */
function firstError(source: string, parse: typeof parseExpression): { from: number; text: string } | null {
  if (source.trim() === '') return { from: 0, text: '' }
  let problem: { from: number; text: string } | null = null
  parse(source, {}, undefined).iterate({
    enter(node) {
      if (node.type.isError && !problem) problem = { from: node.from, text: source.slice(node.from, node.to) }
      return !problem
    },
  })
  return problem
}

/**
 * A function handed in by the runtime. feelin would read the parameters' names from the function's source text,
 * which a minifier changes; arguments go in by position instead, and named ones in the order they were written.
 */
class OpenFunction extends FeelFunction {
  constructor(call: (...values: never[]) => unknown) {
    super(call as (...values: unknown[]) => unknown, [])
  }

  override invoke(values: unknown[] | Record<string, unknown>): unknown {
    const list = Array.isArray(values) ? values : Object.values(values)
    return (this.fn as (...values: unknown[]) => unknown)(...list) ?? null
  }
}

/** `now()` and `today()` come from the command, and override feelin's own, which would read the system clock. */
function feelContext(context: EvaluationContext): Record<string, unknown> {
  const { now } = context
  return {
    ...Object.fromEntries(Object.entries(context.functions).map(([name, call]) => [name, new OpenFunction(call)])),
    ...context.variables,
    now: () => dateAndTime(localInstant(now)),
    today: () => parseDate(localDay(now)),
  }
}

function asksForNull(source: string, warning: Warning): boolean {
  if (warning.type !== 'NO_VARIABLE_FOUND' && warning.type !== 'NO_CONTEXT_ENTRY_FOUND') return false
  const { from, to } = warning.position
  return /^\s*!?=\s*null\b/.test(source.slice(to)) || /\bnull\s*!?=\s*$/.test(source.slice(0, from))
}

function describe(warnings: Warning[]): string {
  return warnings.map((warning) => warning.message.replace(/^Variable '(.*)' not found$/, 'unknown variable $1')).join('; ')
}
