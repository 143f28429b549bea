import type { Expression } from '@lianban/engine'

/*
 * Which values an expression looks at. It is read from the text, generously: a name too many makes a branch 待定, one too few
 * would make a guess look certain.
 */

const TEXT_AND_COMMENTS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
const PATH = /[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*\s*\(?/gu
/** Names that a FEEL expression brings itself: `for r in rows`, `some r in rows`, `function(r)`. */
const BOUND = /\b(?:for|some|every|,)\s*([\p{L}_][\p{L}\p{N}_]*)\s+in\b/gu
const WORDS = new Set(
  'if then else for in return some every satisfies and or not between instance of function null true false eq ne lt gt le ge empty div mod item partial'.split(
    ' ',
  ),
)
/** Functions of FEEL whose names are several words: their first ones look like names. */
const LONG_FUNCTIONS =
  /\b(?:string length|upper case|lower case|substring before|substring after|starts with|ends with|list contains|insert before|index of|distinct values|date and time|years and months duration|day of (?:year|week)|month of year|week of year|get value|get entries)\s*\(/g

/** Dotted paths as written, `application.area`; null: what it looks at cannot be told (a script, a bean). */
export function readsOf(expression: Expression): string[] | null {
  if (expression.kind === 'literal') return []
  if (expression.kind === 'script') return null
  const isJuel = expression.kind === 'juel'
  const code = (isJuel ? insideOf(expression.source) : expression.source).replace(TEXT_AND_COMMENTS, ' 0 ').replace(LONG_FUNCTIONS, ' (')
  const bound = new Set([...code.matchAll(BOUND)].map(([, name]) => name!))
  const paths: string[] = []
  for (const [found] of code.matchAll(PATH)) {
    const isCall = found.endsWith('(')
    const path = found.replace(/[\s(]/g, '')
    const [first] = path.split('.') as [string]
    if (isCall) {
      // a function by its name is no value; a method of an object is one that cannot be foreseen
      if (path.includes('.')) return null
      continue
    }
    if (!WORDS.has(first) && !bound.has(first)) paths.push(path)
  }
  return [...new Set(paths)]
}

/** What stands inside `${…}` and `#{…}`. */
const insideOf = (source: string): string => [...source.matchAll(/[$#]\{([^}]*)\}/g)].map(([, inner]) => inner).join(' ; ')

/** Names of variables that a JUEL call sets: `execution.setVariable('a', …)`; null: any. */
export function writesOfExpression(expression: Expression): string[] | null {
  if (expression.kind === 'script') return null
  if (expression.kind !== 'juel') return []
  const calls = [...expression.source.matchAll(/\bset\w*\s*\(\s*(?:(['"])(.*?)\1)?/g)]
  return calls.every(([, quote]) => quote !== undefined) ? calls.map(([, , name]) => name!) : null
}
