/**
 * Which names of its context an expression's parse depends on. FEEL names may hold spaces and operators, so `a - b` is
 * a subtraction or, where a variable is called `a-b`, a name. Two contexts with the same signature give the same tree.
 */
export interface FeelNames {
  source: string
  words: Set<string>
  /** Two words may be one name. */
  joinable: boolean
  /** Names inside of variables count, too. */
  nested: boolean
}

const TEXT_AND_COMMENTS = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu
const JOINT = /[\p{L}\p{N}_]\s*[./\-'+*]|[\p{L}\p{N}_]\s+[\p{L}\p{N}_]/u
/** Most names are ASCII, for which this is much faster. */
const ASCII_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const SIMPLE_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u
const NESTING = /[.[{]|\b(?:for|some|every|function)\b/
/** Words of the language: a variable of such a name changes how it is read. */
const RESERVED = new Set(
  'if then else for in return some every satisfies and or not between instance of function external null true false date time duration list context days years months string number boolean'.split(
    ' ',
  ),
)
/** Most names of a context that are looked at; one that is larger is parsed anew each time. */
const MAX_KEYS = 2_000
const MAX_DEPTH = 8

export function isSimpleName(name: string): boolean {
  return isWord(name) && !RESERVED.has(name)
}

function isWord(name: string): boolean {
  return ASCII_NAME.test(name) || SIMPLE_NAME.test(name)
}

/** As FEEL compares names: single spaces around operators. */
export function normalizeName(name: string): string {
  return name
    .replace(/\s*([./\-'+]|\*\*?)\s*/g, ' $1 ')
    .replace(/\s{2,}/g, ' ')
    .trim()
}

export function namesOf(source: string): FeelNames {
  const code = source.replace(TEXT_AND_COMMENTS, '""')
  const words = new Set(code.match(WORD) ?? [])
  const joinable = JOINT.test(code)
  return {
    source,
    words: joinable ? words : new Set([...words].filter((word) => RESERVED.has(word))),
    joinable,
    nested: joinable && NESTING.test(code),
  }
}

/** null: too large a context to say. */
export function signatureOf(names: FeelNames, contexts: Readonly<Record<string, unknown>>[]): string | null {
  if (names.words.size === 0) return ''
  let signature = ''
  for (const context of contexts) {
    for (const word of names.words) signature += Object.hasOwn(context, word) ? '1' : '0'
    if (!names.joinable) continue
    const found: string[] = []
    if (!collect(names, context, '', 0, { left: MAX_KEYS }, found)) return null
    if (found.length > 0) signature += found.sort().join('\n')
  }
  return signature
}

/** Names of several words, and the words of the expression inside variables. */
function collect(
  names: FeelNames,
  context: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
  budget: { left: number },
  found: string[],
): boolean {
  for (const key in context) {
    if (!Object.hasOwn(context, key)) continue
    if (--budget.left < 0) return false
    const isMentioned = names.words.has(key)
    if (!isMentioned && (isWord(key) || !startsWithWord(names, key))) continue
    if (!isMentioned || depth > 0) found.push(`${path}${key}`)
    const value = context[key]
    if (!names.nested || typeof value !== 'object' || value === null || Array.isArray(value)) continue
    if (depth >= MAX_DEPTH || !collect(names, value as Record<string, unknown>, `${path}${key}\t`, depth + 1, budget, found)) return false
  }
  return true
}

function startsWithWord(names: FeelNames, key: string): boolean {
  WORD.lastIndex = 0
  const first = WORD.exec(key.trim())
  return first !== null && names.words.has(first[0])
}
