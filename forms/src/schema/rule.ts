import { evaluate } from 'feelin'
import type { FieldSchema } from './form-schema.ts'

type Context = Record<string, unknown>

/** An expression of a form, parsed once. */
export interface Rule {
  /** @param contexts where its names come from, the first that has a name wins; the same names as when it was compiled */
  run(contexts: readonly Context[]): unknown
}

/** What a field's keys say, ready to run. */
export interface FieldRules {
  visibleIf: Rule | null
  computed: Rule | null
  requiredIf: Rule | null
  checks: { when: Rule; message: string }[]
}

/** @param names all that an expression of the field may read: fields of the form and of its own row, `root`, functions */
export function fieldRules(schema: FieldSchema, names: readonly string[]): FieldRules {
  const rule = (expression: string | undefined) => (expression === undefined ? null : compileRule(expression, names))
  return {
    visibleIf: rule(schema['x-visible-if']),
    computed: rule(schema['x-computed']),
    requiredIf: rule(schema['x-required-if']),
    checks: (schema['x-checks'] ?? []).map(({ when, message }) => ({ when: compileRule(when, names), message })),
  }
}

/**
 * feelin parses an expression at each evaluation, which costs far more than to evaluate it. But a FEEL function, once
 * defined, can be called again and again: so the expression becomes the body of one that reads its names from an
 * object whose values are set before each call. It was checked before, so its brackets close; a comment ends with its line.
 */
export function compileRule(expression: string, names: readonly string[]): Rule {
  const used = names.filter((name) => expression.includes(name))
  // Without a prototype feelin takes the object as it is, and sees what is put into it later.
  const scope = Object.create(null) as Context
  for (const name of used) scope[name] = null
  const { value, warnings } = evaluate(`function() (${expression}\n)`, scope)
  const call = (value as { fn(): unknown }).fn
  return {
    run(contexts) {
      for (const name of used) scope[name] = contexts.find((context) => Object.hasOwn(context, name))?.[name] ?? null
      const result = call()
      // feelin would collect them for as long as the rule lives.
      warnings.length = 0
      return result
    },
  }
}
