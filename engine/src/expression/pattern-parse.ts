/** A regular expression of JavaScript in unicode mode, taken apart. */
export type PatternNode =
  /** One code point, or a place (`^`, `\b`): decided by a native expression of this source. */
  | { type: 'atom'; source: string; consumes: boolean }
  | { type: 'sequence'; parts: PatternNode[] }
  | { type: 'choice'; options: PatternNode[] }
  | { type: 'repeat'; body: PatternNode; minimum: number; maximum: number; lazy: boolean }
  /** `index` null: it does not capture. */
  | { type: 'group'; body: PatternNode; index: number | null }
  /** A look around or a back reference. */
  | { type: 'special'; body: PatternNode | null }

export interface Pattern {
  root: PatternNode
  groups: number
}

/** Deepest nesting of groups. */
const MAX_DEPTH = 100

/** @param source a pattern that `new RegExp(source, 'u')` accepts */
export function parsePattern(source: string): Pattern {
  const parser = new PatternParser(source)
  return { root: parser.choice(0), groups: parser.groups }
}

const ESCAPE =
  /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|k<[^>]*>|[1-9]\d*|[^])/uy
const CLASS = /\[(?:\\[^]|[^\]\\])*\]/uy
const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\?)?/uy
const GROUP = /\((?:\?(?:(:)|(<?[=!])|<[^>]*>))?/uy
const CHARACTER = /[^]/uy

class PatternParser {
  groups = 0
  private at = 0
  private readonly source: string

  constructor(source: string) {
    this.source = source
  }

  choice(depth: number): PatternNode {
    if (depth > MAX_DEPTH) throw new Error(`groups are nested deeper than ${MAX_DEPTH}`)
    const options = [this.sequence(depth)]
    while (this.source[this.at] === '|') {
      this.at++
      options.push(this.sequence(depth))
    }
    return options.length === 1 ? options[0]! : { type: 'choice', options }
  }

  private sequence(depth: number): PatternNode {
    const parts: PatternNode[] = []
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const atom = this.atom(depth)
      const quantifier = this.take(QUANTIFIER)
      if (!quantifier) {
        parts.push(atom)
        continue
      }
      const [, sign, from, comma, to, lazy] = quantifier
      const minimum = sign ? (sign === '+' ? 1 : 0) : Number(from)
      const maximum = sign ? (sign === '?' ? 1 : Infinity) : comma === undefined ? minimum : to === '' ? Infinity : Number(to)
      parts.push({ type: 'repeat', body: atom, minimum, maximum, lazy: lazy !== undefined })
    }
    return parts.length === 1 ? parts[0]! : { type: 'sequence', parts }
  }

  private atom(depth: number): PatternNode {
    const group = this.take(GROUP)
    if (group) {
      const [, plain, look] = group
      const index = plain === undefined && look === undefined ? ++this.groups : null
      const body = this.choice(depth + 1)
      this.at++
      return look === undefined ? { type: 'group', body, index } : { type: 'special', body }
    }
    const escape = this.take(ESCAPE)?.[0]
    if (escape && /^\\(?:[1-9]|k<)/.test(escape)) return { type: 'special', body: null }
    if (escape) return { type: 'atom', source: escape, consumes: escape !== '\\b' && escape !== '\\B' }
    const source = (this.take(CLASS) ?? this.take(CHARACTER)!)[0]
    return { type: 'atom', source, consumes: source !== '^' && source !== '$' }
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.source)
    if (match) this.at = pattern.lastIndex
    return match
  }
}
