import { FeelFunction } from 'feelin'
import { GenerationCache } from './feel-cache.ts'
import { charge, MeterError, TOO_LARGE } from './feel-meter.ts'
import { show } from './juel-coerce.ts'
import type { PatternMatch, Program } from './pattern-match.ts'
import { compilePattern, matchPattern } from './pattern-match.ts'
import type { Pattern, PatternNode } from './pattern-parse.ts'
import { parsePattern } from './pattern-parse.ts'

/** A native expression is used where even its worst case takes fewer steps than this. */
const MAX_NATIVE_STEPS = 20_000
const STEPS_PER_UNIT = 10
/** One place of the text, for each way through the pattern. */
const PLACE_UNITS = 5
/** Longest pattern, and longest text that one call may make, in characters. */
const MAX_PATTERN_CHARACTERS = 1_000
const MAX_RESULT_CHARACTERS = 4_000_000

interface Compiled {
  native: RegExp
  /** How many quantifiers can shift their ends against each other; null: it may explode. */
  freedom: number | null
  program: Program | null
}

const cache = new GenerationCache<Compiled>(250)

/**
 * FEEL's functions with regular expressions, which must not explode either: `(a+)+$` on thirty letters takes JavaScript
 * minutes. Cheap patterns stay native; others are matched by `matchPattern`, whose work the meter counts.
 */
export const PATTERN_FUNCTIONS: Record<string, FeelFunction> = {
  matches: define(['input', 'pattern', 'flags'], 2, ([input, pattern, flags = '']) => search(input!, pattern!, flags, 0) !== null),
  replace: define(['input', 'pattern', 'replacement', 'flags'], 3, ([input, pattern, replacement, flags = '']) =>
    replaceAll(input!, pattern!, replacement!.replace(/\$0/g, '$$&'), flags),
  ),
  split: define(['string', 'delimiter'], 2, ([text, delimiter]) => splitAt(text!, delimiter!)),
}

/** As feelin's own: null where an argument is no text. */
function define(names: string[], needed: number, call: (values: (string | undefined)[]) => unknown): FeelFunction {
  const checked = (...values: unknown[]) => {
    // FEEL reads a list of one as that one
    const texts = values.map((value) => (Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value) ?? undefined)
    const isText = (index: number) => typeof texts[index] === 'string' || (index >= needed && texts[index] === undefined)
    return names.every((_, index) => isText(index)) ? call(texts as (string | undefined)[]) : null
  }
  return new FeelFunction(checked, names)
}

function compiled(pattern: string, flags: string): Compiled {
  const key = `${flags}/${pattern}`
  const known = cache.get(key)
  if (known) return known
  if (pattern.length > MAX_PATTERN_CHARACTERS) throw new Error(`the pattern is longer than ${MAX_PATTERN_CHARACTERS} characters`)
  if (/[^smi]/.test(flags)) throw new Error(`unknown flags ${flags}`)
  let native: RegExp
  try {
    native = new RegExp(pattern, `gu${flags}`)
  } catch {
    throw new Error(`${show(pattern)} is not a pattern`)
  }
  const parsed = parsePattern(pattern)
  return cache.set(key, { native, freedom: freedomOf(parsed), program: compilePattern(parsed, flags) })
}

function isNative({ freedom }: Compiled, text: string): boolean {
  return freedom !== null && (text.length + 1) ** (freedom + 1) <= MAX_NATIVE_STEPS
}

/** The first match at or after `from`. */
function search(text: string, pattern: string, flags: string, from: number): PatternMatch | null {
  const compiledPattern = compiled(pattern, flags)
  if (isNative(compiledPattern, text)) {
    charge((text.length + 1) / STEPS_PER_UNIT)
    compiledPattern.native.lastIndex = from
    const match = compiledPattern.native.exec(text)
    return match && { start: match.index, end: match.index + match[0].length, groups: match.slice(1) }
  }
  if (!compiledPattern.program)
    throw new MeterError(`the pattern ${show(pattern)} is too complicated for a text of ${text.length} characters`)
  return matchPattern(compiledPattern.program, text, from, (ways) => charge(ways * PLACE_UNITS))
}

function replaceAll(text: string, pattern: string, replacement: string, flags: string): string {
  let result = ''
  let end = 0
  for (let from = 0; from <= text.length;) {
    const match = search(text, pattern, flags, from)
    if (!match) break
    result += text.slice(end, match.start) + expand(replacement, text, match)
    if (result.length > MAX_RESULT_CHARACTERS) throw new MeterError(TOO_LARGE)
    end = match.end
    from = match.end > match.start ? match.end : after(text, match.end)
  }
  return result + text.slice(end)
}

/** `$&`, `$1`, `$$`, `` $` `` and `$'` of a replacement, as String.prototype.replace reads them; no named groups. */
function expand(replacement: string, text: string, { start, end, groups }: PatternMatch): string {
  if (!replacement.includes('$')) return replacement
  return replacement.replace(/\$(?:([$&`'])|(\d\d?))/g, (all, sign: string | undefined, digits: string | undefined) => {
    if (sign === '$') return '$'
    if (sign === '&') return text.slice(start, end)
    if (sign === '`') return text.slice(0, start)
    if (sign === "'") return text.slice(end)
    const number = Number(digits)
    if (number >= 1 && number <= groups.length) return groups[number - 1] ?? ''
    const first = Number(digits![0])
    return digits!.length === 2 && first >= 1 && first <= groups.length ? (groups[first - 1] ?? '') + digits![1]! : all
  })
}

/** As String.prototype.split: what groups have caught stands between the parts. */
function splitAt(text: string, delimiter: string): (string | null)[] {
  if (text === '') return search(text, delimiter, '', 0) ? [] : ['']
  const parts: (string | null)[] = []
  let start = 0
  for (let from = 0; from < text.length;) {
    const match = search(text, delimiter, '', from)
    if (!match || match.start >= text.length) break
    if (match.end === start) {
      from = after(text, from)
      continue
    }
    parts.push(text.slice(start, match.start), ...match.groups.map((group) => group ?? null))
    start = match.end
    from = match.end
  }
  return [...parts, text.slice(start)]
}

function after(text: string, at: number): number {
  return at + (at < text.length && text.codePointAt(at)! > 0xffff ? 2 : 1)
}

/** A repeated group that can itself be matched in more than one way may explode. */
function freedomOf({ root }: Pattern): number | null {
  let freedom = 0
  let explodes = false
  const visit = (node: PatternNode, repeated: boolean): void => {
    if (node.type === 'sequence') return node.parts.forEach((part) => visit(part, repeated))
    if (node.type === 'choice') {
      explodes ||= repeated
      return node.options.forEach((option) => visit(option, repeated))
    }
    if (node.type === 'repeat') {
      const varies = node.maximum !== node.minimum
      if (varies) freedom++
      explodes ||= repeated && varies
      return visit(node.body, repeated || node.maximum > 1)
    }
    if (node.type === 'atom') return
    explodes ||= node.type === 'special' && (repeated || node.body === null)
    if (node.body) visit(node.body, repeated)
  }
  visit(root, false)
  return explodes ? null : freedom
}
