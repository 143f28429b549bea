import type { Warning } from 'feelin'
import { evaluate, FeelFunction, isRange, parseExpression, parseUnaryTests } from 'feelin'
import { GenerationCache } from './feel-cache.ts'
import { charge, GUARDS, OpenFunction, PARSE_UNITS } from './feel-meter.ts'
import type { FeelNames } from './feel-names.ts'
import { isSimpleName, namesOf, normalizeName, signatureOf } from './feel-names.ts'
import type { RewrittenFeel, TestKind } from './feel-rewrite.ts'
import { rewriteFeel, rewriteFeelTests } from './feel-rewrite.ts'

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

interface Entry<T extends { running: boolean }> {
  names: FeelNames
  /** By signature; several where an expression is evaluated again from a function that it calls. */
  readings: Map<string, T[]>
}

type Contexts = Readonly<Record<string, unknown>>[]

const guards = Object.values(GUARDS).map((guard) => new OpenFunction(guard))
const PARAMETERS = Object.keys(GUARDS).join(', ')

/**
 * @param contexts where its names may come from
 * @returns null if the expression has errors
 */
export const compileFeel = cached(compile)

/** Unary tests in the same way. `run` says whether the value of `?` meets them. */
export const compileFeelTests = cached((source, contexts) => {
  const rewritten = rewriteFeelTests(source, parseUnaryTests(source, Object.assign({}, ...contexts), undefined))
  const compiled = rewritten && define({ ...rewritten, names: [...rewritten.names, '?'] })
  if (!compiled) return null
  const run: CompiledFeel['run'] = (read) => {
    const asked = read('?') ?? null
    const { value, warnings } = compiled.run(read)
    const isMet = (value as unknown[]).some((test, index) => meets(test, asked, rewritten.kinds[index]!))
    return { value: isMet !== rewritten.negated, warnings }
  }
  return {
    text: compiled.text,
    run,
    get running() {
      return compiled.running
    },
  }
})

/** Keeps what was compiled, by the source and by how the contexts' names make it read. */
function cached<T extends { running: boolean }>(
  compileNew: (source: string, contexts: Contexts) => T | null,
): (source: string, contexts: Contexts) => T | null {
  const cache = new GenerationCache<Entry<T>>(MAX_SOURCES / 2)
  return (source, contexts) => {
    const entry = cache.get(source) ?? cache.set(source, { names: namesOf(source), readings: new Map() })
    const signature = signatureOf(entry.names, contexts)
    if (signature === null) charge(PARSE_UNITS)
    const known = signature === null ? undefined : entry.readings.get(signature)
    const idle = known?.find(({ running }) => !running)
    if (idle) return idle
    const compiled = compileNew(source, contexts)
    if (!compiled || signature === null) return compiled
    if (known) known.push(compiled)
    else {
      if (entry.readings.size >= MAX_READINGS) entry.readings.clear()
      entry.readings.set(signature, [compiled])
    }
    return compiled
  }
}

function compile(source: string, contexts: Contexts): CompiledFeel | null {
  const rewritten = rewriteFeel(source, parseExpression(source, Object.assign({}, ...contexts), undefined))
  return rewritten && define(rewritten)
}

function define({ text: body, names, metered }: RewrittenFeel): CompiledFeel | null {
  const text = `function(${metered ? PARAMETERS : ''}) ( ${body} )`
  // without a prototype feelin takes the object as it is, and sees what we put into it later
  const scope = Object.create(null) as Record<string, unknown>
  for (const name of names) scope[name] = undefined
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
        for (const name of names) scope[name] = read(name)
        const result = metered ? GUARDS.meter__value!(call(...guards)) : call()
        return { value: result ?? null, warnings: warnings.length === 0 ? NONE : [...warnings] }
      } finally {
        // what it saw can be forgotten
        for (const name of names) scope[name] = undefined
        compiled.running = false
      }
    },
  }
  return compiled
}

const NONE: Warning[] = []

const equals = (evaluate('function(left, right) left = right').value as FeelFunction).fn as (left: unknown, right: unknown) => unknown

/** As feelin's unary tests. */
function meets(test: unknown, value: unknown, kind: TestKind): boolean {
  if (kind === 'answer') return test === true
  if (kind === 'boolean') return test === value
  if (Array.isArray(test)) return test.includes(value)
  if (typeof test === 'boolean') return test
  return (isRange(test) ? test.includes(value) : equals(test, value)) === true
}

/** The value of a name where it is no plain word, by FEEL's comparison of names. */
export function findName(name: string, context: Readonly<Record<string, unknown>>): unknown {
  if (isSimpleName(name) || name === '?') return undefined
  const key = Object.keys(context).find((candidate) => normalizeName(candidate) === normalizeName(name))
  return key === undefined ? undefined : context[key]
}
