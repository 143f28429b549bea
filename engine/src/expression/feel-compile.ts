import type { Warning } from 'feelin'
import { evaluate, FeelFunction, parseExpression, parseUnaryTests } from 'feelin'
import { GenerationCache } from './feel-cache.ts'
import { charge, GUARDS, OpenFunction, PARSE_UNITS } from './feel-meter.ts'
import type { FeelNames } from './feel-names.ts'
import { isSimpleName, namesOf, normalizeName, signatureOf } from './feel-names.ts'
import { rewriteFeel } from './feel-rewrite.ts'

/** Expressions that are kept compiled; the least used are forgotten. */
const MAX_SOURCES = 4_000
/** Readings of one expression, which differ by the names that its contexts have. */
const MAX_READINGS = 8

/**
 * feelin parses and builds an expression at each evaluation, 200 µs for the shortest. But a FEEL function, once
 * defined, can be called again and again: so an expression is defined as the body of a function, which reads its names
 * from an object whose values we set before each call.
 */
export interface CompiledFeel {
  /** What feelin understood: the warnings' positions are in it. */
  text: string
  run(read: (name: string) => unknown): { value: unknown; warnings: Warning[] }
  /** It is being evaluated right now, and called from a function of its own. */
  running: boolean
}

interface Entry {
  names: FeelNames
  /** By signature; several where an expression is evaluated again from a function that it calls. */
  readings: Map<string, CompiledFeel[]>
}

const cache = new GenerationCache<Entry>(MAX_SOURCES / 2)
/** The meter's functions, as feelin calls them. */
export const GUARD_FUNCTIONS = Object.fromEntries(Object.entries(GUARDS).map(([name, guard]) => [name, new OpenFunction(guard)]))
const guards = Object.values(GUARD_FUNCTIONS)
const PARAMETERS = Object.keys(GUARDS).join(', ')

/**
 * @param contexts where its names may come from
 * @returns null if the expression has errors
 */
export function compileFeel(source: string, contexts: Readonly<Record<string, unknown>>[]): CompiledFeel | null {
  const entry = cache.get(source) ?? cache.set(source, { names: namesOf(source), readings: new Map() })
  const signature = signatureOf(entry.names, contexts)
  if (signature === null) charge(PARSE_UNITS)
  const known = signature === null ? undefined : entry.readings.get(signature)
  const idle = known?.find(({ running }) => !running)
  if (idle) return idle
  const compiled = compile(source, contexts)
  if (!compiled || signature === null) return compiled
  if (known) known.push(compiled)
  else {
    if (entry.readings.size >= MAX_READINGS) entry.readings.clear()
    entry.readings.set(signature, [compiled])
  }
  return compiled
}

function compile(source: string, contexts: Readonly<Record<string, unknown>>[]): CompiledFeel | null {
  const rewritten = rewriteFeel(source, parseExpression(source, Object.assign({}, ...contexts), undefined))
  if (!rewritten) return null
  const text = `function(${rewritten.metered ? PARAMETERS : ''}) ( ${rewritten.text} )`
  // without a prototype feelin takes the object as it is, and sees what we put into it later
  const scope = Object.create(null) as Record<string, unknown>
  for (const name of rewritten.names) scope[name] = undefined
  const { value, warnings } = evaluate(text, scope, 'camunda')
  if (!(value instanceof FeelFunction)) return null
  const call = value.fn as (...values: unknown[]) => unknown
  const compiled: CompiledFeel = {
    text,
    running: false,
    run(read) {
      compiled.running = true
      warnings.length = 0
      try {
        for (const name of rewritten.names) scope[name] = read(name)
        const result = rewritten.metered ? GUARDS.meter__value!(call(...guards)) : call()
        return { value: result ?? null, warnings: warnings.length === 0 ? NONE : [...warnings] }
      } finally {
        // what it saw can be forgotten
        for (const name of rewritten.names) scope[name] = undefined
        compiled.running = false
      }
    },
  }
  return compiled
}

const NONE: Warning[] = []

const tests = new GenerationCache<{ names: FeelNames; readings: Map<string, string> }>(MAX_SOURCES / 2)

/** Unary tests with the meter's calls in them, in feelin's dialect `camunda`; null if they have errors. */
export function rewriteTests(source: string, contexts: Readonly<Record<string, unknown>>[]): string | null {
  const entry = tests.get(source) ?? tests.set(source, { names: namesOf(source), readings: new Map() })
  const signature = signatureOf(entry.names, contexts)
  const known = signature === null ? undefined : entry.readings.get(signature)
  if (known !== undefined) return known
  const rewritten = rewriteFeel(source, parseUnaryTests(source, Object.assign({}, ...contexts), undefined))
  if (rewritten && signature !== null) {
    if (entry.readings.size >= MAX_READINGS) entry.readings.clear()
    entry.readings.set(signature, rewritten.text)
  }
  return rewritten?.text ?? null
}

/** The value of a name where it is no plain word, by FEEL's comparison of names. */
export function findName(name: string, context: Readonly<Record<string, unknown>>): unknown {
  if (isSimpleName(name)) return undefined
  const key = Object.keys(context).find((candidate) => normalizeName(candidate) === normalizeName(name))
  return key === undefined ? undefined : context[key]
}
