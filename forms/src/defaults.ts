import { buildValues } from './build.ts'
import { compile } from './schema/compile.ts'
import type { Field, FormSchema } from './schema/form-schema.ts'
import { canonicalValue, type FormValues } from './values.ts'

/** The values of an untouched form: the schema's defaults, no rows. */
export function defaultValues(schema: FormSchema): FormValues {
  const form = compile(schema)
  return buildValues(
    form,
    (field) => canonicalValue(field.schema, field.schema.default),
    () => null,
  )
}

/** A new row of a table: the defaults of its columns. */
export function defaultRow(schema: FormSchema, table: Field): FormValues {
  const columns = compile(schema).children.get(table.path) ?? []
  const entries = columns.map((it) => [it.key, canonicalValue(it.schema, it.schema.default)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as FormValues
}

/** How a person calls the place of a value: `staff.0.name` → `从业人员第 1 行 姓名`. Unknown paths give ''. */
export function labelOf(schema: FormSchema, path: string): string {
  const { byPath } = compile(schema)
  const row = /\.(\d+)(?:\.|$)/.exec(path)
  const field = byPath.get(path.replace(/\.\d+(?=\.|$)/g, ''))
  if (!field) return ''
  if (!row || field.table === null) return field.title
  return `${byPath.get(field.table)?.title ?? ''}第 ${Number(row[1]) + 1} 行 ${field.title}`
}
