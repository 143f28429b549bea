import {
  type Comparison,
  fieldsToCompare,
  type Group,
  isFieldValue,
  isGroup,
  type OperandChoice,
  type Operator,
  operatorsFor,
  type Value,
} from './condition.ts'

/**
 * Reads FEEL that the sentence builder can show: comparisons of a field with a value, joined by and/or.
 * @returns null for anything else, which is then left to be edited as FEEL
 */
export function readCondition(text: string, choices: readonly OperandChoice[]): Group | null {
  const tokens = tokenize(text)
  if (tokens === null || tokens.length === 0) return null
  const reader = new Reader(tokens, choices)
  try {
    const read = reader.alternatives()
    if (!reader.done) return null
    return isGroup(read) ? read : { join: 'and', parts: [read] }
  } catch (error) {
    if (error instanceof NotASentence) return null
    throw error
  }
}

class NotASentence extends Error {}

type Token = { type: 'name' | 'symbol' | 'text' | 'number'; text: string }

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*)|(!=|<=|>=|[=<>()[\],]))/y

function tokenize(text: string): Token[] | null {
  const tokens: Token[] = []
  const pattern = new RegExp(TOKEN)
  const end = text.trimEnd().length
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text)
    if (!match) return null
    const [, quoted, number, name, symbol] = match
    if (quoted !== undefined) tokens.push({ type: 'text', text: quoted })
    else if (number !== undefined) tokens.push({ type: 'number', text: number })
    else if (name !== undefined) tokens.push({ type: 'name', text: name })
    else tokens.push({ type: 'symbol', text: symbol! })
  }
  return tokens
}

const NEGATED: Partial<Record<Operator, Operator>> = {
  ...{ in: 'notIn', notIn: 'in', contains: 'notContains', notContains: 'contains' },
  ...{ yes: 'no', no: 'yes', '=': '!=', '!=': '=', filled: 'blank', blank: 'filled' },
}
const LIMIT_DEPTH = 20

/** What stands before an operator: a chain of names, or a function of one; of rows, with the loop around it. */
interface Subject {
  choice: OperandChoice
  /** Written as `count(…)` of a list: then `> 0` says that it is filled in. */
  counted: boolean
}

interface Loop {
  of: 'any' | 'every'
  variable: string
  table: string
}

class Reader {
  private at = 0
  private depth = 0
  private readonly tokens: Token[]
  private readonly choices: readonly OperandChoice[]

  constructor(tokens: Token[], choices: readonly OperandChoice[]) {
    this.tokens = tokens
    this.choices = choices
  }

  get done(): boolean {
    return this.at === this.tokens.length
  }

  alternatives(): Comparison | Group {
    return this.joined('or', () => this.joined('and', () => this.unit()))
  }

  private joined(join: 'and' | 'or', part: () => Comparison | Group): Comparison | Group {
    const parts = [part()]
    while (this.takes(join)) parts.push(part())
    return parts.length === 1 ? parts[0]! : { join, parts }
  }

  private unit(): Comparison | Group {
    if (++this.depth > LIMIT_DEPTH) throw new NotASentence()
    const read = this.bracketed() ?? this.predicate(null)
    this.depth--
    return read
  }

  private bracketed(): Comparison | Group | null {
    if (!this.takes('(')) return null
    const inner = this.alternatives()
    this.expect(')')
    return inner
  }

  private predicate(loop: Loop | null): Comparison {
    if (this.peek('not') && this.peek('(', 1)) return this.negation(loop)
    if (loop === null && (this.peek('some') || this.peek('every'))) return this.rows()
    if (this.takes('contains')) {
      this.expect('(')
      const subject = this.subject(loop)
      this.expect(',')
      return this.closed(this.make(subject, 'contains', [this.value()]))
    }
    if (this.peek('list') && this.peek('contains', 1)) return this.listContains(loop)
    return this.comparison(this.subject(loop))
  }

  private negation(loop: Loop | null): Comparison {
    this.at += 2
    const inner = this.predicate(loop)
    const operator = NEGATED[inner.operator]
    // Not in every row is no sentence of ours: it would mean another row.
    if (!operator || (loop === null && ['any', 'every'].includes(inner.operand.of))) throw new NotASentence()
    return this.closed({ ...inner, operator })
  }

  private rows(): Comparison {
    const of = this.next().text === 'some' ? 'any' : 'every'
    const variable = this.name()
    this.expect('in')
    const table = this.name()
    this.expect('satisfies')
    const read = this.predicate({ of, variable, table })
    // What follows would still be said of the row.
    if (this.peek('and') || this.peek('or')) throw new NotASentence()
    return read
  }

  private listContains(loop: Loop | null): Comparison {
    this.at += 2
    this.expect('(')
    if (this.peek('[')) {
      const values = this.list('[', ']')
      this.expect(',')
      return this.closed(this.make(this.subject(loop), 'in', values))
    }
    const subject = this.subject(loop)
    this.expect(',')
    if (subject.choice.type !== 'choices') throw new NotASentence()
    return this.closed(this.make(subject, 'contains', [this.value()]))
  }

  private comparison(subject: Subject): Comparison {
    const operator = this.tokens[this.at]?.text ?? ''
    if (subject.choice.type === 'boolean') return this.booleanTest(subject, operator)
    if (operator === 'in') {
      this.at++
      return this.make(subject, 'in', this.peek('[') ? this.list('[', ']') : this.list('(', ')'))
    }
    if (!['=', '!=', '<', '<=', '>', '>='].includes(operator)) throw new NotASentence()
    this.at++
    if (this.takes('null')) return this.make(subject, operator === '=' ? 'blank' : operator === '!=' ? 'filled' : 'in', [])
    const value = this.value()
    if (!subject.counted) return this.make(subject, operator as Operator, [value])
    if (value !== 0 || (operator !== '>' && operator !== '=')) throw new NotASentence()
    return this.make(subject, operator === '>' ? 'filled' : 'blank', [])
  }

  private booleanTest(subject: Subject, operator: string): Comparison {
    if (operator !== '=' && operator !== '!=') return this.make(subject, 'yes', [])
    this.at++
    const wanted = this.next().text
    if (wanted !== 'true' && wanted !== 'false') throw new NotASentence()
    return this.make(subject, (wanted === 'true') === (operator === '=') ? 'yes' : 'no', [])
  }

  private subject(loop: Loop | null): Subject {
    const name = this.name()
    if ((name === 'count' || name === 'sum') && this.takes('(')) {
      const inner = this.name()
      this.expect(')')
      const over = this.choices.find((it) => it.operand.of === name && it.name === inner)
      if (over && loop === null) return { choice: over, counted: false }
      const list = this.choice(inner, loop)
      if (name === 'sum' || !['choices', 'filled'].includes(list.type)) throw new NotASentence()
      return { choice: list, counted: true }
    }
    return { choice: this.choice(name, loop), counted: false }
  }

  private choice(name: string, loop: Loop | null): OperandChoice {
    const bare = loop && name.startsWith(`${loop.variable}.`) ? `${loop.table}${name.slice(loop.variable.length)}` : null
    const found = this.choices.find((it) =>
      loop ? it.operand.of === loop.of && it.name === bare : it.operand.of === 'value' && (it.name === name || `root.${it.name}` === name),
    )
    if (!found) throw new NotASentence()
    return found
  }

  /** A comparison that the builder offers, with values that fit. */
  private make({ choice }: Subject, operator: Operator, values: Value[]): Comparison {
    const kind = choice.type === 'number' || typeof choice.options?.[0]?.value === 'number' ? 'number' : 'string'
    const fits = operatorsFor(choice).includes(operator) && values.every((it) => isFieldValue(it) || typeof it === kind)
    const day = choice.type !== 'date' || values.every((it) => isFieldValue(it) || it === 'today' || /^\d{4}-\d\d-\d\d$/.test(String(it)))
    const others = fieldsToCompare(choice, operator, this.choices).map((it) => it.operand.path)
    if (values.some((it) => isFieldValue(it) && !others.includes(it.field))) throw new NotASentence()
    if (!fits || !day || (operator === 'in' && values.length === 0)) throw new NotASentence()
    return { operand: choice.operand, operator, values }
  }

  private list(open: string, close: string): Value[] {
    this.expect(open)
    const values = [this.value()]
    while (this.takes(',')) values.push(this.value())
    this.expect(close)
    return values
  }

  private value(): Value {
    const token = this.next()
    if (token.type === 'number') return Number(token.text)
    if (token.type === 'text') return unquote(token.text)
    if (token.text === 'today' && this.takes('(')) {
      this.expect(')')
      return 'today'
    }
    if (token.type !== 'name') throw new NotASentence()
    if (token.text !== 'date' || !this.peek('(')) return { field: this.choice(token.text, null).operand.path }
    this.expect('(')
    const day = this.next()
    this.expect(')')
    return unquote(day.text)
  }

  private closed(comparison: Comparison): Comparison {
    this.expect(')')
    return comparison
  }

  private name(): string {
    const token = this.next()
    if (token.type !== 'name') throw new NotASentence()
    return token.text
  }

  private next(): Token {
    const token = this.tokens[this.at++]
    if (!token) throw new NotASentence()
    return token
  }

  private peek(text: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead]
    return token !== undefined && token.type !== 'text' && token.text === text
  }

  private takes(text: string): boolean {
    const there = this.peek(text)
    if (there) this.at++
    return there
  }

  private expect(text: string): void {
    if (!this.takes(text)) throw new NotASentence()
  }
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    throw new NotASentence()
  }
}
