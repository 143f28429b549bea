import { buildValues } from './build.ts'
import { type CompiledForm, compile } from './schema/compile.ts'
import type { Field, FormSchema } from './schema/form-schema.ts'
import { canonicalValue, type FormValues, rowPath, rowsOf, valueAt } from './values.ts'

export type Access = 'hidden' | 'read' | 'write' | 'required'

/**
 * What one person may do with each field at one step. Keys: the path of a field (`applicant.name`, a column
 * `staff.name`), of an object, a table or a section (with or without `.*`: everything inside), or `*`.
 * The nearest key counts. A field that no key names is hidden: what is not granted is refused.
 * `required` on a section or `*` makes every field inside required. Without any FieldAccess everything is `write`.
 * To add and remove rows one needs `write` on the table.
 */
export type FieldAccess = Record<string, Access>

/** The right to one field, container or section: its own key, then those around it, then `*`, else hidden. */
export function accessOf(form: CompiledForm, access: FieldAccess, field: Field): Access {
  for (const path of [field.path, ...field.containers]) {
    for (const key of [path, `${path}.*`]) {
      if (Object.hasOwn(access, key)) return settle(form, field, path, access[key] ?? 'hidden')
    }
  }
  return Object.hasOwn(access, '*') ? settle(form, field, '*', access['*'] ?? 'hidden') : 'hidden'
}

/** `required` on a table asks for rows; its columns are then writable, and required where they say so themselves. */
function settle(form: CompiledForm, field: Field, from: string, right: Access): Access {
  return right === 'required' && field.table !== null && form.byPath.get(from)?.kind === 'table' ? 'write' : right
}

/** The right to every field that takes a value, by its path: for screens. */
export function resolveAccess(schema: FormSchema, access: FieldAccess | undefined): Record<string, Access> {
  const form = compile(schema)
  return Object.fromEntries(form.fields.map((it) => [it.path, access ? accessOf(form, access, it) : 'write']))
}

/**
 * The values that may be sent to someone: nothing hidden, nothing the schema does not name. A table whose columns are
 * all hidden is left out, so that not even the number of its rows is told.
 */
export function project(schema: FormSchema, values: unknown, access: FieldAccess): FormValues {
  const form = compile(schema)
  const shown = (field: Field) => accessOf(form, access, field) !== 'hidden'
  return buildValues(
    form,
    (field, row) => (shown(field) ? canonicalValue(field.schema, storedAt(values, field, row)) : undefined),
    (table) => ((form.children.get(table.path) ?? []).some(shown) ? rowsOf(valueAt(values, table.path)).length : null),
  )
}

/** The value of a field as it is stored; rows that are no objects are passed over. */
export function storedAt(values: unknown, field: Field, row: number | null): unknown {
  if (row === null || field.table === null) return valueAt(values, field.path)
  return valueAt(rowsOf(valueAt(values, field.table))[row], field.key)
}

/** The path of a field in a row, or of a field outside tables. */
export function pathIn(field: Field, row: number | null): string {
  return row === null ? field.path : rowPath(field, row)
}

/**
 * The values a form hands in: what may be written, and computed values for the receiver to look at. Read-only values
 * stay behind, so that somebody else's change in the meantime is no offence. Tables keep their rows.
 */
export function submittable(schema: FormSchema, values: unknown, access: FieldAccess | undefined): FormValues {
  const form = compile(schema)
  const written = (field: Field) => {
    const right = access ? accessOf(form, access, field) : 'write'
    return right === 'write' || right === 'required' || (right === 'read' && field.schema['x-computed'] !== undefined)
  }
  return buildValues(
    form,
    (field, row) => (written(field) ? canonicalValue(field.schema, storedAt(values, field, row)) : undefined),
    (table) =>
      written(table) || (form.children.get(table.path) ?? []).some((it) => written(it) && !it.schema['x-computed'])
        ? rowsOf(valueAt(values, table.path)).length
        : null,
  )
}
