import type { CompiledForm } from './schema/compile.ts'
import type { Field } from './schema/form-schema.ts'
import type { FormValue, FormValues } from './values.ts'

/** What a form holds at each leaf; `row` is null outside tables. Undefined leaves the key out. */
export type LeafValue = (field: Field, row: number | null) => unknown

/**
 * Builds values in the shape and order of the schema, with nothing in them that the schema does not name.
 * Objects without values and tables without rows are left out; a row without values stays a row.
 * @param rowCount the number of rows of a table, null to leave the table out
 */
export function buildValues(form: CompiledForm, leaf: LeafValue, rowCount: (table: Field) => number | null): FormValues {
  const object = (path: string, row: number | null): FormValues => {
    const values: FormValues = {}
    for (const field of form.children.get(path) ?? []) {
      const value = build(field, row)
      if (value !== undefined) values[field.key] = value
    }
    return values
  }
  const build = (field: Field, row: number | null): FormValue | undefined => {
    if (field.kind === 'object') {
      const inner = object(field.path, row)
      return Object.keys(inner).length > 0 ? inner : undefined
    }
    if (field.kind !== 'table') return leaf(field, row) as FormValue | undefined
    const count = rowCount(field)
    return count === null || count === 0 ? undefined : Array.from({ length: count }, (_, index) => object(field.path, index))
  }
  return object('', null)
}
