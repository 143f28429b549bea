import type { RuleContext, RuleFunctions } from './feel.ts'

/*
 * The plain part of FEEL that nearly all rules are written in: comparisons and sums of names and literals, `if`, a few
 * functions, joined by and, or and brackets. It is computed here without the interpreter, which a rule asked about a million
 * entries would feel; whatever is not plain, or not decided by its plain parts, is left to FEEL itself. A test holds both equal.
 */

/** true or false where the plain parts decide, undefined where FEEL must. */
export type PlainCondition = (context: RuleContext, functions: RuleFunctions) => boolean | undefined
/** A value, or undefined where FEEL must compute it. */
export type PlainValue = (context: RuleContext, functions: RuleFunctions) => unknown

const TOKEN = /\s*("[^"\\]*"|\d+(?:\.\d+)?|[a-z]\w*(?:\.\w+)*|!=|<=|>=|[=<>(),*+/-])/giy
const PATH = /^(event|state|facts|matter|parameters)(\.\w+)+$/
const WORD = /^[a-z]\w*$/i
const NUMBER = /^\d/
const LONE_SURROGATE_OR_PAIR = /[\ud800-\udfff]/

const UNKNOWN: PlainValue = () => undefined

/** A condition as far as it is plain. */
export function plainCondition(source: string): PlainCondition {
  const value = plainValue(source)
  return (context, functions) => asBoolean(value(context, functions))
}

/** An expression as far as it is plain. */
export function plainValue(source: string): PlainValue {
  const tokens = tokenize(source)
  return tokens ? new Parser(tokens).whole() : UNKNOWN
}

function tokenize(source: string): string[] | null {
  const tokens: string[] = []
  const end = source.trimEnd().length
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end;) {
    const match = TOKEN.exec(source)
    if (!match) return null
    tokens.push(match[1]!)
  }
  return tokens
}

/** The text is not of the plain part of FEEL. */
class NotPlain extends Error {}

/** Words of FEEL that this parser does not take for names of functions. */
const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'and',
  'or',
  'in',
  'between',
  'some',
  'every',
  'for',
  'return',
  'satisfies',
  'instance',
  'of',
  'function',
])
const SIGNS = new Set(['=', '!=', '<', '<=', '>', '>='])

class Parser {
  #at = 0
  constructor(readonly tokens: readonly string[]) {}

  whole(): PlainValue {
    try {
      const value = this.#expression()
      return this.#at === this.tokens.length ? value : UNKNOWN
    } catch (error) {
      if (error instanceof NotPlain) return UNKNOWN
      throw error
    }
  }

  #expression(): PlainValue {
    if (!this.#takes('if')) return this.#disjunction()
    const condition = this.#expression()
    this.#expect('then')
    const one = this.#expression()
    this.#expect('else')
    return choice(condition, one, this.#expression())
  }

  #disjunction(): PlainValue {
    const parts = this.#joined('or', () => this.#conjunction())
    return parts.length === 1 ? parts[0]! : decidedBy(parts, true)
  }

  #conjunction(): PlainValue {
    const parts = this.#joined('and', () => this.#comparison())
    return parts.length === 1 ? parts[0]! : decidedBy(parts, false)
  }

  #comparison(): PlainValue {
    const left = this.#sum()
    const sign = this.tokens[this.#at]
    if (sign === undefined || !SIGNS.has(sign)) return left
    this.#at++
    return compared(left, sign, this.#sum())
  }

  #sum(): PlainValue {
    return this.#calculated(['+', '-'], () => this.#calculated(['*', '/'], () => this.#primary()))
  }

  #calculated(signs: readonly string[], part: () => PlainValue): PlainValue {
    let value = part()
    for (let sign = this.tokens[this.#at]; sign !== undefined && signs.includes(sign); sign = this.tokens[this.#at]) {
      this.#at++
      value = calculated(value, sign, part())
    }
    return value
  }

  #primary(): PlainValue {
    if (this.#takes('(')) {
      const inner = this.#expression()
      this.#expect(')')
      return inner
    }
    const token = this.tokens[this.#at++] ?? ''
    const value = operand(token)
    if (value) return value
    if (!WORD.test(token) || KEYWORDS.has(token)) throw new NotPlain()
    return this.#call(token)
  }

  /** Names of functions may have blanks: `string length`. */
  #call(first: string): PlainValue {
    let name = first
    for (let word = this.tokens[this.#at] ?? ''; WORD.test(word) && !KEYWORDS.has(word); word = this.tokens[this.#at] ?? '') {
      name += ` ${word}`
      this.#at++
    }
    this.#expect('(')
    const given: PlainValue[] = []
    if (!this.#takes(')')) {
      do given.push(this.#expression())
      while (this.#takes(','))
      this.#expect(')')
    }
    return called(name, given)
  }

  #joined(word: string, part: () => PlainValue): PlainValue[] {
    const parts = [part()]
    while (this.#takes(word)) parts.push(part())
    return parts
  }

  #takes(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false
    this.#at++
    return true
  }

  #expect(token: string): void {
    if (!this.#takes(token)) throw new NotPlain()
  }
}

function operand(token: string): PlainValue | undefined {
  if (token.startsWith('"')) return constant(token.slice(1, -1))
  if (NUMBER.test(token)) return constant(Number(token))
  if (token === 'null') return constant(null)
  if (token === 'true' || token === 'false') return constant(token === 'true')
  return PATH.test(token) ? pathOf(token.split('.')) : undefined
}

const constant =
  (value: unknown): PlainValue =>
  () =>
    value

/** A name that is not there is FEEL's to judge. */
function pathOf([root, ...keys]: string[]): PlainValue {
  return (context) => {
    let at: unknown = context[root as keyof RuleContext]
    for (const key of keys) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined
    return at
  }
}

/** `or` is true once a part is, `and` false once a part is; else all must be decided. */
const decidedBy =
  (parts: readonly PlainValue[], decisive: boolean): PlainValue =>
  (context, functions) => {
    let undecided = false
    for (const part of parts) {
      const value = part(context, functions)
      if (value === decisive) return decisive
      if (value !== !decisive) undecided = true
    }
    return undecided ? undefined : !decisive
  }

const choice =
  (condition: PlainValue, one: PlainValue, other: PlainValue): PlainValue =>
  (context, functions) => {
    const value = condition(context, functions)
    return value === true ? one(context, functions) : value === false ? other(context, functions) : undefined
  }

const asBoolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

const compared =
  (left: PlainValue, sign: string, right: PlainValue): PlainValue =>
  (context, functions) => {
    const a = left(context, functions)
    const b = right(context, functions)
    if (a === undefined || b === undefined) return undefined
    const plain = a === null || b === null || (typeof a === typeof b && typeof a !== 'object')
    if (!plain) return undefined
    if (sign === '=') return a === b
    if (sign === '!=') return a !== b
    if (typeof a !== 'number' || typeof b !== 'number') return undefined
    if (sign === '<') return a < b
    if (sign === '<=') return a <= b
    return sign === '>' ? a > b : a >= b
  }

const calculated =
  (left: PlainValue, sign: string, right: PlainValue): PlainValue =>
  (context, functions) => {
    const a = left(context, functions)
    const b = right(context, functions)
    if (sign === '+' && typeof a === 'string' && typeof b === 'string') return a + b
    if (typeof a !== 'number' || typeof b !== 'number') return undefined
    if (sign === '+') return a + b
    if (sign === '-') return a - b
    if (sign === '*') return a * b
    return b === 0 ? undefined : a / b
  }

type Function_ = (...given: unknown[]) => unknown

/** Functions of FEEL on values that they are plain for. */
const FUNCTIONS: Readonly<Record<string, Function_>> = {
  count: (list) => (Array.isArray(list) ? list.length : undefined),
  string: (value) => (typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined),
  'string length': (text) => (typeof text === 'string' && !LONE_SURROGATE_OR_PAIR.test(text) ? text.length : undefined),
  'list contains': (list, value) => (Array.isArray(list) && typeof value === 'string' ? list.includes(value) : undefined),
}

/** Those of FEEL, and ours, which are functions of numbers. */
function called(name: string, given: readonly PlainValue[]): PlainValue {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : null
  return (context, functions) => {
    const values = given.map((value) => value(context, functions))
    if (known) return known(...values)
    const ours = Object.hasOwn(functions, name) ? (functions[name] as Function_) : null
    return ours && values.every((value) => typeof value === 'number') ? ours(...values) : undefined
  }
}
