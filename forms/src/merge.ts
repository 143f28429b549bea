import { buildValues } from './build.ts'
import { checkShape } from './check-shape.ts'
import { accessOf, type FieldAccess, pathIn, storedAt } from './field-access.ts'
import type { FieldProblem } from './problem.ts'
import { type CompiledForm, compile } from './schema/compile.ts'
import type { Field, FormSchema } from './schema/form-schema.ts'
import { canonicalValue, type FormValues, isBlank, rowsOf, sameValue, valueAt } from './values.ts'

export type Merge = { ok: true; values: FormValues } | { ok: false; problems: FieldProblem[] }

/**
 * Puts what one person handed in over what is stored, as far as that person may write; validateForm comes after it.
 * A submission is the whole form: a writable field that is missing in it has been cleared; a field that may not be
 * written keeps what is stored. Computed fields are left out: validateForm computes them again.
 * When some columns of a table may not be written, stored rows keep their places: rows can be added at the end, none
 * removed, so that a value stays with its row.
 * @returns problems FIELD_NOT_WRITABLE (a hidden value arrived, a read-only one arrived changed), UNKNOWN_FIELD, or
 *   those of the shape
 */
export function mergeSubmission(schema: FormSchema, stored: unknown, submitted: unknown, access: FieldAccess): Merge {
  const form = compile(schema)
  const shape = checkShape(form, submitted)
  if (shape.length > 0) return { ok: false, problems: shape }
  const problems: FieldProblem[] = []
  const values = buildValues(
    form,
    (field, row) => mergeLeaf(form, access, { field, row, stored, submitted }, problems),
    (table) => mergeRows(form, access, { field: table, row: null, stored, submitted }, problems),
  )
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values }
}

interface Place {
  field: Field
  row: number | null
  stored: unknown
  submitted: unknown
}

function mergeLeaf(form: CompiledForm, access: FieldAccess, place: Place, problems: FieldProblem[]): unknown {
  const { field, row } = place
  if (field.schema['x-computed'] !== undefined) return undefined
  const right = accessOf(form, access, field)
  const sent = canonicalValue(field.schema, storedAt(place.submitted, field, row))
  if (right === 'write' || right === 'required') return sent
  const kept = canonicalValue(field.schema, storedAt(place.stored, field, row))
  // A hidden value is refused even when it is right: the answer would tell a guesser that it is.
  if (!isBlank(sent) && (right === 'hidden' || !sameValue(sent, kept))) problems.push(notWritable(field, pathIn(field, row)))
  return kept
}

function mergeRows(form: CompiledForm, access: FieldAccess, { field, stored, submitted }: Place, problems: FieldProblem[]) {
  const kept = rowsOf(valueAt(stored, field.path)).length
  const rows = valueAt(submitted, field.path)
  const sent = rowsOf(rows).length
  const rights = (form.children.get(field.path) ?? [])
    .filter((it) => it.schema['x-computed'] === undefined)
    .map((it) => accessOf(form, access, it))
  const own = accessOf(form, access, field)
  const mayAdd = own === 'write' || own === 'required'
  const writable = rights.filter((it) => it === 'write' || it === 'required').length
  const mayRemove = mayAdd && writable === rights.length
  // Someone who writes nothing in a table need not send it back.
  if (isBlank(rows) && !mayRemove && writable === 0) return kept
  if (sent < kept && !mayRemove) problems.push(notWritable(field, field.path))
  if (sent > kept && !mayAdd) problems.push(notWritable(field, field.path))
  return Math.max(sent, mayRemove ? 0 : kept)
}

function notWritable(field: Field, path: string): FieldProblem {
  const message = `本环节不能修改${field.title === '' ? '此项' : `“${field.title}”`},内容未保存,请刷新页面后重新填写`
  return { path, code: 'FIELD_NOT_WRITABLE', message }
}
