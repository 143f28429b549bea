import { ExpressionSyntaxError } from './expression.ts'
import type { JuelBinaryOperator, JuelNode, JuelPart, JuelTemplate } from './juel-syntax.ts'
import type { JuelToken } from './juel-tokens.ts'
import { tokenize } from './juel-tokens.ts'

/** Deepest nesting of brackets and operators in one expression. */
const MAX_DEPTH = 100

/** Weakest binding first. */
const BINARY_LEVELS: JuelBinaryOperator[][] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%']]

/** Whether a text holds a JUEL expression. */
export function isJuel(text: string): boolean {
  return text.includes('${') || text.includes('#{')
}

/**
 * Text with `${…}` or `#{…}` in it. `\${` stands for the characters themselves.
 * @throws ExpressionSyntaxError
 * Source: unified expression language (JSR 341), the part that camunda models use.
 */
export function parseJuel(source: string): JuelTemplate {
  const parts: JuelPart[] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    const opening = source.slice(at, at + 2)
    if (source[at] === '\\' && (source.startsWith('${', at + 1) || source.startsWith('#{', at + 1))) {
      text += source.slice(at + 1, at + 3)
      at += 3
    } else if (opening === '${' || opening === '#{') {
      if (text !== '') parts.push(text)
      text = ''
      const { tokens, next } = tokenize(source, at + 2)
      parts.push(new Parser(source, tokens).parse())
      at = next
    } else text += source[at++]
  }
  if (text !== '') parts.push(text)
  return parts
}

class Parser {
  private readonly source: string
  private readonly tokens: JuelToken[]
  private position = 0
  private depth = 0

  constructor(source: string, tokens: JuelToken[]) {
    this.source = source
    this.tokens = tokens
  }

  parse(): JuelNode {
    const node = this.choice()
    const rest = this.peek()
    if (rest.type !== 'end') throw this.unexpected(rest)
    return node
  }

  private choice(): JuelNode {
    if (++this.depth > MAX_DEPTH) throw new ExpressionSyntaxError(this.source, this.peek().at, `nested deeper than ${MAX_DEPTH}`)
    const condition = this.binary(0)
    if (!this.take('?')) {
      this.depth--
      return condition
    }
    const then = this.choice()
    this.expect(':')
    const otherwise = this.choice()
    this.depth--
    return { type: 'choice', condition, then, otherwise }
  }

  private binary(level: number): JuelNode {
    const operators = BINARY_LEVELS[level]
    if (!operators) return this.unary()
    let left = this.binary(level + 1)
    for (let length = 0; ; length++) {
      const operator = operators.find((candidate) => this.take(candidate))
      if (!operator) return left
      if (length > MAX_DEPTH) throw new ExpressionSyntaxError(this.source, this.peek().at, `more than ${MAX_DEPTH} operators in a row`)
      left = { type: 'binary', operator, left, right: this.binary(level + 1) }
    }
  }

  private unary(): JuelNode {
    const operators: ('!' | '-' | 'empty')[] = []
    for (;;) {
      const operator = (['!', '-', 'empty'] as const).find((candidate) => this.take(candidate))
      if (!operator) break
      operators.push(operator)
      if (operators.length > MAX_DEPTH) throw new ExpressionSyntaxError(this.source, this.peek().at, `nested deeper than ${MAX_DEPTH}`)
    }
    return operators.reduceRight((operand, operator): JuelNode => ({ type: 'unary', operator, operand }), this.postfix())
  }

  private postfix(): JuelNode {
    let node = this.primary()
    for (let length = 0; length <= MAX_DEPTH; length++) {
      if (this.take('.')) {
        const name = this.name()
        if (this.take('(')) node = { type: 'method', target: node, name, arguments: this.rest(')') }
        else node = { type: 'property', target: node, key: { type: 'literal', value: name } }
      } else if (this.take('[')) {
        const key = this.choice()
        this.expect(']')
        node = { type: 'property', target: node, key }
      } else return node
    }
    throw new ExpressionSyntaxError(this.source, this.peek().at, `more than ${MAX_DEPTH} properties in a row`)
  }

  private primary(): JuelNode {
    const token = this.tokens[this.position]!
    if (token.type === 'number' || token.type === 'string') {
      this.position++
      return { type: 'literal', value: token.value }
    }
    if (token.type === 'name') {
      this.position++
      if (token.value === 'true' || token.value === 'false') return { type: 'literal', value: token.value === 'true' }
      if (token.value === 'null') return { type: 'literal', value: null }
      if (this.take('(')) return { type: 'call', name: token.value, arguments: this.rest(')') }
      return { type: 'variable', name: token.value }
    }
    if (this.take('(')) {
      const node = this.choice()
      this.expect(')')
      return node
    }
    throw this.unexpected(token)
  }

  private rest(close: string): JuelNode[] {
    const nodes: JuelNode[] = []
    if (this.take(close)) return nodes
    do nodes.push(this.choice())
    while (this.take(','))
    this.expect(close)
    return nodes
  }

  private name(): string {
    const token = this.peek()
    if (token.type !== 'name' && !(token.type === 'operator' && token.value === 'empty')) throw this.unexpected(token)
    this.position++
    return token.value
  }

  private take(operator: string): boolean {
    const token = this.peek()
    if (token.type !== 'operator' || token.value !== operator) return false
    this.position++
    return true
  }

  private expect(operator: string): void {
    if (!this.take(operator)) throw this.unexpected(this.peek(), `, expected ${operator}`)
  }

  private peek(): JuelToken {
    return this.tokens[this.position]!
  }

  private unexpected(token: JuelToken, hint = ''): ExpressionSyntaxError {
    const what = token.type === 'end' ? 'the expression ends too early' : `unexpected ${JSON.stringify(token.value)}`
    return new ExpressionSyntaxError(this.source, token.at, what + hint)
  }
}
