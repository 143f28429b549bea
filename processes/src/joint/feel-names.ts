/*
 * Names in FEEL expressions of forms. Forms name fields by ASCII words (forms/schema/field-keys.ts), so that a name is a word that
 * stands outside of a text and is no property of something else.
 */

/** A text, or a word with what it is a property of. */
const TOKEN = /"(?:[^"\\]|\\.)*"|(?<![\w.])[A-Za-z_]\w*/g

/** The words of an expression that may be names of fields. */
export const namesIn = (expression: string): Set<string> =>
  new Set((expression.match(TOKEN) ?? []).filter((token) => !token.startsWith('"')))

/** The expression with fields named otherwise. */
export const renamed = (expression: string, names: Readonly<Record<string, string>>): string =>
  expression.replace(TOKEN, (token) => (Object.hasOwn(names, token) ? names[token]! : token))

/** Conditions of which one is enough; without any, never. `true` among them: always. */
export function anyOf(conditions: readonly string[]): string {
  const all = [...new Set(conditions)]
  if (all.length === 0) return 'false'
  if (all.includes('true')) return 'true'
  return all.length === 1 ? all[0]! : all.map((condition) => `(${condition})`).join(' or ')
}

/** Conditions that must all hold. */
export function allOf(conditions: readonly string[]): string {
  const all = [...new Set(conditions)].filter((condition) => condition !== 'true')
  if (all.length === 0) return 'true'
  return all.length === 1 ? all[0]! : all.map((condition) => `(${condition})`).join(' and ')
}
