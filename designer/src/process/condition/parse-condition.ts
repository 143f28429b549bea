import type { Comparison, Condition, Group, Operator, Scalar } from './condition.ts'

/**
 * Reads what `writeCondition` writes, and the same written a little otherwise (more spaces, more brackets).
 * @returns null for anything else: it is kept as it is and edited as text
 */
export function parseCondition(source: string): Condition | null {
  const feel = source.trim().replace(/^=/, '')
  const tokens = tokenize(feel)
  if (!tokens || tokens.length === 0) return null
  try {
    const parser = new Parser(tokens)
    const condition = parser.either()
    return parser.atEnd ? condition : null
  } catch (error) {
    if (error instanceof NotSimple) return null
    throw error
  }
}

/** Not of the simple kind that a person puts together. */
class NotSimple extends Error {}

type Token = { kind: 'name' | 'text' | 'number' | 'sign'; text: string }

const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*(?:\.[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*)*)|(?<sign><=|>=|!=|[=<>(),]))/y

function tokenize(feel: string): Token[] | null {
  const tokens: Token[] = []
  const end = feel.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const groups = TOKEN.exec(feel)?.groups
    if (!groups) return null
    const kind = (['text', 'number', 'name', 'sign'] as const).find((one) => groups[one] !== undefined)!
    tokens.push({ kind, text: groups[kind]! })
  }
  return tokens
}

const COMPARED: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])
const WORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'true',
  'false',
  'null',
  'if',
  'then',
  'else',
  'for',
  'some',
  'every',
  'between',
])

const ISO_DAY = /^"\d{4}-\d\d-\d\d"$/

class Parser {
  private at = 0
  constructor(private readonly tokens: Token[]) {}

  get atEnd(): boolean {
    return this.at === this.tokens.length
  }

  either = (): Condition => this.joined('or', () => this.joined('and', this.single))

  private joined(word: Group['kind'], part: () => Condition): Condition {
    const parts = [part()]
    while (this.accept(word)) parts.push(part())
    return parts.length === 1 ? parts[0]! : { kind: word, parts }
  }

  private single = (): Condition => {
    if (this.accept('(')) return this.closed(this.either())
    if (this.accept('not')) {
      this.expect('(')
      const inner = this.closed(this.either())
      if (inner.kind === 'comparison' && inner.operator === 'in') return { ...inner, operator: 'not in' }
      if (inner.kind === 'comparison' && inner.operator === 'contains') return { ...inner, operator: 'not contains' }
      throw new NotSimple()
    }
    const name = this.take('name')
    if (name === 'contains' && this.accept('(')) return this.called('contains')
    if (name === 'starts' && this.accept('with')) {
      this.expect('(')
      return this.called('starts with')
    }
    if (name === 'list' && this.accept('contains')) {
      this.expect('(')
      return { ...this.called('contains'), isList: true }
    }
    if (WORDS.has(name)) throw new NotSimple()
    return this.comparison(name)
  }

  private called(operator: Operator): Comparison {
    const variable = this.take('name')
    this.expect(',')
    return this.closed({ kind: 'comparison', variable, operator, value: this.value().value })
  }

  private comparison(variable: string): Comparison {
    if (this.accept('in')) {
      this.expect('(')
      const list = [this.value()]
      while (this.accept(',')) list.push(this.value())
      return this.closed({
        kind: 'comparison',
        variable,
        operator: 'in',
        value: list.map(({ value }) => value),
        ...(list[0]!.isDate ? { isDate: true } : {}),
      })
    }
    const operator = this.take('sign')
    if (!COMPARED.has(operator)) throw new NotSimple()
    if (this.accept('null')) {
      if (operator === '=') return { kind: 'comparison', variable, operator: 'empty', value: null }
      if (operator === '!=') return { kind: 'comparison', variable, operator: 'not empty', value: null }
      throw new NotSimple()
    }
    return { kind: 'comparison', variable, operator: operator as Operator, ...this.value() }
  }

  private value(): { value: Scalar; isDate?: boolean } {
    const token = this.tokens[this.at++]
    if (token?.kind === 'text')
      return ISO_DAY.test(token.text) ? { value: unquote(token.text), isDate: true } : { value: unquote(token.text) }
    if (token?.kind === 'number') return { value: Number(token.text) }
    if (token?.text === 'true' || token?.text === 'false') return { value: token.text === 'true' }
    if (token?.text !== 'date') throw new NotSimple()
    this.expect('(')
    return this.closed({ value: unquote(this.take('text')), isDate: true })
  }

  private closed<T>(value: T): T {
    this.expect(')')
    return value
  }

  private accept(text: string): boolean {
    const token = this.tokens[this.at]
    if (token?.text !== text || token.kind === 'text') return false
    this.at++
    return true
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw new NotSimple()
  }

  private take(kind: Token['kind']): string {
    const token = this.tokens[this.at++]
    if (token?.kind !== kind) throw new NotSimple()
    return token.text
  }
}

const unquote = (text: string): string =>
  text.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character))
