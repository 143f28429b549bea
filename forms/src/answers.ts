import { MONEY_PATTERN } from './formats/chinese-amount.ts'
import { compile, type CompiledForm } from './schema/compile.ts'
import { type Field, type FormSchema, partsOf } from './schema/form-schema.ts'
import { isPlainObject } from './schema/report.ts'
import { rowsOf } from './values.ts'

/**
 * What was filled in as conditions outside of the form compare it, JSON: every field is there, a box that is not ticked as
 * false, a list or table without entries as [], an amount of money as a number (yuan), everything else left empty as null.
 * The same as the form's own rules see (see evaluateRules), but days stay ISO text.
 * @param values of a checked form
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export const answersIn = (schema: FormSchema, values: Record<string, unknown>): Record<string, unknown> =>
  answersBelow(compile(schema), '', values)

function answersBelow(form: CompiledForm, path: string, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries((form.children.get(path) ?? []).map((field) => [field.key, answer(form, field, values[field.key])]))
}

function answer(form: CompiledForm, field: Field, value: unknown): unknown {
  if (field.kind === 'object') return answersBelow(form, field.path, isPlainObject(value) ? value : {})
  if (field.kind === 'table') return rowsOf(value).map((row) => answersBelow(form, field.path, row))
  return answerOf(field, value)
}

/** One value; see `answersIn`. */
export function answerOf(field: Field, value: unknown): unknown {
  if (field.kind === 'record') return recordOf(field, value)
  if (value === undefined || value === null) return field.schema.type === 'array' ? [] : field.schema.type === 'boolean' ? false : null
  if (field.component === 'MoneyInput' && typeof value === 'string') return MONEY_PATTERN.test(value) ? Number(value) : null
  return value
}

/** A record has all its parts, blank ones null; a blank record is null. */
function recordOf({ schema }: Field, value: unknown): unknown {
  if (!isPlainObject(value)) return null
  return Object.fromEntries(Object.keys(partsOf(schema) ?? {}).map((key) => [key, value[key] ?? null]))
}
