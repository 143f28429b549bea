import { ExpressionSyntaxError } from './expression.ts'

export type JuelToken =
  | { type: 'number'; value: number; at: number }
  | { type: 'string'; value: string; at: number }
  | { type: 'name'; value: string; at: number }
  | { type: 'operator'; value: string; at: number }
  | { type: 'end'; at: number }

const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy
const OPERATOR = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:()[\].,]/y
const WHITE_SPACE = /\s+/y

/** Word forms of operators, by the unified expression language (JSR 341, 1.17). */
const WORD_OPERATORS: Record<string, string> = {
  and: '&&',
  or: '||',
  not: '!',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  div: '/',
  mod: '%',
  empty: 'empty',
}

/**
 * The tokens of one `${…}` from `start` to its closing brace, which may not stand inside a string.
 * @returns the tokens, ending with `end`, and the offset after the brace
 * @throws ExpressionSyntaxError
 */
export function tokenize(source: string, start: number): { tokens: JuelToken[]; next: number } {
  const tokens: JuelToken[] = []
  let at = start
  for (;;) {
    at += match(WHITE_SPACE, source, at)?.length ?? 0
    const character = source[at]
    if (character === undefined) throw new ExpressionSyntaxError(source, at, 'the closing brace } is missing')
    if (character === '}') return { tokens: [...tokens, { type: 'end', at }], next: at + 1 }
    const { token, length } = character === '"' || character === "'" ? readString(source, at) : readToken(source, at)
    tokens.push(token)
    at += length
  }
}

function readToken(source: string, at: number): { token: JuelToken; length: number } {
  const number = match(NUMBER, source, at)
  if (number) return { token: { type: 'number', value: Number(number), at }, length: number.length }
  const name = match(NAME, source, at)
  if (name) {
    const operator = Object.hasOwn(WORD_OPERATORS, name) ? WORD_OPERATORS[name] : undefined
    return { token: operator ? { type: 'operator', value: operator, at } : { type: 'name', value: name, at }, length: name.length }
  }
  const operator = match(OPERATOR, source, at)
  if (operator) return { token: { type: 'operator', value: operator, at }, length: operator.length }
  throw new ExpressionSyntaxError(source, at, `unexpected character ${source[at]}`)
}

function readString(source: string, start: number): { token: JuelToken; length: number } {
  const quote = source[start]
  let value = ''
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at]!
    if (character === quote) return { token: { type: 'string', value, at: start }, length: at + 1 - start }
    const next = source[at + 1]
    if (character === '\\' && (next === '\\' || next === '"' || next === "'")) {
      value += next
      at++
    } else value += character
  }
  throw new ExpressionSyntaxError(source, start, 'the string is not closed')
}

function match(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0] ?? null
}
