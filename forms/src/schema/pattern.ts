import { LIMITS } from '../limits.ts'

/** Repetitions without an upper end that one pattern may hold: each multiplies the steps by the length of the text. */
const MAX_OPEN_REPEATS = 3
/** Optional parts that one pattern may hold: each doubles the steps at worst. */
const MAX_OPTIONAL = 8

/**
 * Whether a regular expression may check what strangers type: it compiles, and it cannot backtrack for ever.
 * Refused are look-around and back-references, and any group that is repeated while it holds a repetition or an
 * alternative itself, which is what makes `(a+)+` take exponential time.
 * @returns the reason for refusing, or null
 */
export function unsafePattern(pattern: string): string | null {
  if (pattern.length > LIMITS.patternChars) return `pattern exceeds ${LIMITS.patternChars} characters`
  if (!compiles(pattern)) return 'not a regular expression'
  const plain = pattern.replace(/\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\[(?:\\.|[^\]\\])*\]/g, 'x')
  if (/\\[1-9k]/.test(plain)) return 'back-references are not allowed'
  const bare = plain.replace(/\\./g, 'x')
  if (/\(\?(?!:)/.test(bare)) return 'look-around and named groups are not allowed'
  if (repeatsRichGroup(bare)) return 'a repeated group may hold neither a repetition nor an alternative'
  if ((bare.match(/[*+]|\{\d+,\d*\}/g) ?? []).length > MAX_OPEN_REPEATS) {
    return `more than ${MAX_OPEN_REPEATS} open repetitions`
  }
  if ((bare.match(/[^(]\?/g) ?? []).length > MAX_OPTIONAL) return `more than ${MAX_OPTIONAL} optional parts`
  return null
}

function compiles(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, 'u'))
  } catch {
    return false
  }
}

function repeatsRichGroup(bare: string): boolean {
  const openings: number[] = []
  for (let at = 0; at < bare.length; at++) {
    if (bare[at] === '(') openings.push(at)
    if (bare[at] !== ')') continue
    const body = bare.slice((openings.pop() ?? 0) + 1, at).replace(/\?:/g, '')
    if (/^[*+{]/.test(bare.slice(at + 1)) && /[*+?{|]/.test(body)) return true
  }
  return false
}
