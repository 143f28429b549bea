import type { Warning } from 'feelin'
import { dateAndTime, evaluate, parseDate, parseExpression, parseUnaryTests, toFeel, unaryTest } from 'feelin'
import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure, ExpressionSyntaxError, NotYetKnown } from './expression.ts'
import { compileFeel, compileFeelTests, findName } from './feel-compile.ts'
import { metered, OpenFunction } from './feel-meter.ts'
import { PATTERN_FUNCTIONS } from './feel-patterns.ts'
import { localDay, localInstant } from './iso-time.ts'

/**
 * The value of a FEEL expression: JSON, or one of feelin's dates, times and durations.
 * FEEL answers null where something is unknown; we do not go on with that null, because a case would silently take
 * the wrong way. Only the question `x = null` may be asked of an unknown variable.
 * @throws ExpressionFailure with the interpreter's warnings
 */
export function evaluateFeel(source: string, context: EvaluationContext): unknown {
  return run(compileFeel, evaluate, source, context)
}

/**
 * Whether the context's `?` meets FEEL unary tests, the language of a decision table's input entries: `< 10, [20..30]`.
 * @throws ExpressionFailure
 */
export function testFeel(source: string, context: EvaluationContext): boolean {
  return run(compileFeelTests, unaryTest, source, context) === true
}

/** @param interpret says what is wrong with broken syntax */
function run(
  compile: typeof compileFeel,
  interpret: typeof evaluate | typeof unaryTest,
  source: string,
  context: EvaluationContext,
): unknown {
  return guarded(source, () => {
    const compiled = compile(source, [context.functions, context.variables])
    if (!compiled) return finish(source, interpret(source, feelContext(context)))
    return finish(compiled.text, compiled.run(reader(context)), source)
  })
}

/** Every failure says which expression it is. */
function guarded<T>(source: string, run: () => T): T {
  try {
    return metered(run)
  } catch (error) {
    // a failure inside a function of ours, e.g. a business knowledge model, says best what is wrong
    if (error instanceof ExpressionFailure || error instanceof NotYetKnown) throw error
    const tooDeep = error instanceof RangeError && error.message.includes('call stack')
    throw new ExpressionFailure(source, tooDeep ? 'it calls itself too deeply' : error instanceof Error ? error.message : String(error))
  }
}

/** @param text what the warnings' positions are in */
function finish(text: string, result: { value: unknown; warnings: Warning[] }, source = text): unknown {
  if (result.warnings.length > 0) {
    const warnings = result.warnings.filter((warning) => !asksForNull(text, warning))
    if (warnings.length > 0) throw new ExpressionFailure(source, describe(warnings))
  }
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
  if (problem)
    throw new ExpressionSyntaxError(source, problem.from, problem.text === '' ? 'it ends too early' : `unexpected ${problem.text}`)
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

const opened = new WeakMap<object, OpenFunction>()

/**
 * A function handed in by the runtime. feelin would read the parameters' names from the function's source text,
 * which a minifier changes.
 */
function open(call: (...values: never[]) => unknown): OpenFunction {
  const known = opened.get(call)
  if (known) return known
  const made = new OpenFunction(call)
  opened.set(call, made)
  return made
}

/** `now()` and `today()` come from the command, and override feelin's own, which would read the system clock. */
const CLOCK: Record<string, (now: number) => unknown> = {
  now: (now) => dateAndTime(localInstant(now)),
  today: (now) => parseDate(localDay(now)),
}

/** The value of a name; undefined where feelin has to look among its own functions. */
function reader(context: EvaluationContext): (name: string) => unknown {
  const { functions, variables, now } = context
  return (name) => {
    if (name === 'now' || name === 'today') return new OpenFunction(() => CLOCK[name]!(now))
    if (Object.hasOwn(variables, name)) {
      const value = variables[name]
      return typeof value === 'object' ? toFeel(value) : value
    }
    if (Object.hasOwn(functions, name)) return open(functions[name]!)
    if (Object.hasOwn(PATTERN_FUNCTIONS, name)) return PATTERN_FUNCTIONS[name]
    const found = findName(name, variables) ?? findName(name, functions)
    return typeof found === 'function' ? open(found as never) : found
  }
}

function feelContext(context: EvaluationContext): Record<string, unknown> {
  const { now } = context
  return {
    ...PATTERN_FUNCTIONS,
    ...Object.fromEntries(Object.entries(context.functions).map(([name, call]) => [name, open(call)])),
    ...context.variables,
    now: new OpenFunction(() => CLOCK.now!(now)),
    today: new OpenFunction(() => CLOCK.today!(now)),
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
