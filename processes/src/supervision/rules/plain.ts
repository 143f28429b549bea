import type { RuleContext, RuleFunctions } from './feel.ts'

/*
 * The plain part of FEEL that nearly all rules are written in: comparisons of names and literals, joined by and, or and
 * brackets. It is computed here without the interpreter, which a rule asked about a million entries would feel; whatever
 * is not plain, or not decided by its plain parts, is left to FEEL itself. A test holds both equal.
 */

/** true or false where the plain parts decide, undefined where FEEL must. */
export type PlainCondition = (context: RuleContext) => boolean | undefined
/** A name's value or a literal; undefined where the text is neither. */
export type PlainValue = ((context: RuleContext, functions: RuleFunctions) => unknown) | undefined

const TOKEN = /\s*("[^"\\]*"|-?\d+(?:\.\d+)?|[a-z]\w*(?:\.\w+)*|!=|<=|>=|[=<>(),*+/-])/giy
const PATH = /^(event|state|facts|matter|parameters)(\.\w+)+$/
const NUMBER = /^-?\d+(\.\d+)?$/

/** A condition as far as it is plain. */
export function plainCondition(source: string): PlainCondition {
  const tokens = tokenize(source)
  if (!tokens) return () => undefined
  const parser = new Parser(tokens)
  const condition = parser.disjunction()
  return parser.done ? condition : () => undefined
}

/** The value of an expression that is one name or literal, a sum of two numbers, or a function of ours of such. */
export function plainValue(source: string): PlainValue {
  const tokens = tokenize(source) ?? []
  if (tokens.length === 1) return operand(tokens[0]!)
  if (tokens.length === 3 && tokens[1] === '+') return sumOf(operand(tokens[0]!), operand(tokens[2]!))
  const [name, open, first, comma, second, close] = tokens
  return tokens.length === 6 && open === '(' && comma === ',' && close === ')' ? callOf(name!, operand(first!), operand(second!)) : undefined
}

type Operand = ((context: RuleContext) => unknown) | undefined

function sumOf(left: Operand, right: Operand): PlainValue {
  if (!left || !right) return undefined
  return (context) => {
    const [a, b] = [left(context), right(context)]
    return typeof a === 'number' && typeof b === 'number' ? a + b : undefined
  }
}

function callOf(name: string, first: Operand, second: Operand): PlainValue {
  if (!first || !second) return undefined
  return (context, functions) => {
    const [a, b] = [first(context), second(context)]
    const call = Object.hasOwn(functions, name) ? (functions[name] as (a: number, b: number) => unknown) : undefined
    return call && typeof a === 'number' && typeof b === 'number' ? call(a, b) : undefined
  }
}

function tokenize(source: string): string[] | null {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const match = TOKEN.exec(source)
    if (!match) return null
    tokens.push(match[1]!)
  }
  return tokens
}

function operand(token: string): Operand {
  if (token.startsWith('"')) return () => token.slice(1, -1)
  if (NUMBER.test(token)) return () => Number(token)
  if (token === 'null') return () => null
  if (token === 'true' || token === 'false') return () => token === 'true'
  if (!PATH.test(token)) return undefined
  const path = token.split('.')
  return (context) => path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), context)
}

const UNKNOWN: PlainCondition = () => undefined

class Parser {
  #at = 0
  #broken = false
  constructor(readonly tokens: readonly string[]) {}

  get done(): boolean {
    return !this.#broken && this.#at === this.tokens.length
  }

  disjunction(): PlainCondition {
    const parts = this.#joined('or', () => this.#conjunction())
    return parts.length === 1 ? parts[0]! : decidedBy(parts, true)
  }

  #conjunction(): PlainCondition {
    const parts = this.#joined('and', () => this.#term())
    return parts.length === 1 ? parts[0]! : decidedBy(parts, false)
  }

  #joined(word: string, part: () => PlainCondition): PlainCondition[] {
    const parts = [part()]
    while (this.tokens[this.#at] === word) {
      this.#at++
      parts.push(part())
    }
    return parts
  }

  #term(): PlainCondition {
    if (this.tokens[this.#at] !== '(') return this.#comparison()
    this.#at++
    const inner = this.disjunction()
    if (this.tokens[this.#at] === ')') this.#at++
    else this.#broken = true
    return inner
  }

  /** Up to the next `and`, `or` or closing bracket of its own; what is not plain is skipped and unknown. */
  #comparison(): PlainCondition {
    const from = this.#at
    for (let depth = 0; this.#at < this.tokens.length; this.#at++) {
      const token = this.tokens[this.#at]!
      if (token === '(') depth++
      else if (token === ')' && depth-- === 0) break
      else if (depth === 0 && (token === 'and' || token === 'or')) break
      // `if … then … else …` binds wider than and and or: nothing beyond it is plain.
      else if (token === 'if' || token === 'some' || token === 'every' || token === 'for') this.#broken = true
    }
    return comparisonOf(this.tokens.slice(from, this.#at))
  }
}

/** `or` is true once a part is, `and` false once a part is; else all must be decided. */
const decidedBy =
  (parts: readonly PlainCondition[], decisive: boolean): PlainCondition =>
  (context) => {
    let undecided = false
    for (const part of parts) {
      const value = part(context)
      if (value === decisive) return decisive
      if (value === undefined) undecided = true
    }
    return undecided ? undefined : !decisive
  }

function comparisonOf(tokens: readonly string[]): PlainCondition {
  if (tokens.length === 1) {
    const value = operand(tokens[0]!)
    return value ? (context) => asBoolean(value(context)) : UNKNOWN
  }
  if (tokens.length === 6 && tokens[0] === 'count' && tokens[1] === '(' && tokens[3] === ')') {
    const list = operand(tokens[2]!)
    const right = operand(tokens[5]!)
    return list && right ? compared((context) => countOf(list(context)), tokens[4]!, right) : UNKNOWN
  }
  if (tokens.length !== 3) return UNKNOWN
  const left = operand(tokens[0]!)
  const right = operand(tokens[2]!)
  return left && right ? compared(left, tokens[1]!, right) : UNKNOWN
}

const asBoolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)
const countOf = (value: unknown): unknown => (Array.isArray(value) ? value.length : undefined)

function compared(left: (context: RuleContext) => unknown, sign: string, right: (context: RuleContext) => unknown): PlainCondition {
  return (context) => {
    const a = left(context)
    const b = right(context)
    // A name that is not there is FEEL's to judge.
    if (a === undefined || b === undefined) return undefined
    const plain = a === null || b === null || (typeof a === typeof b && typeof a !== 'object')
    if (!plain) return undefined
    if (sign === '=') return a === b
    if (sign === '!=') return a !== b
    if (typeof a !== 'number' || typeof b !== 'number') return undefined
    if (sign === '<') return a < b
    if (sign === '<=') return a <= b
    if (sign === '>') return a > b
    return sign === '>=' ? a >= b : undefined
  }
}
