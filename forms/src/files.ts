import { compile } from './schema/compile.ts'
import type { FormSchema } from './schema/form-schema.ts'
import { pathIn, storedAt } from './field-access.ts'
import { type FileValue, rowsOf, valueAt } from './values.ts'

/** A file that a form names, and where. */
export interface PlacedFile {
  /** Path of the field, rows by their index. */
  path: string
  file: FileValue
}

/**
 * Every file that the values name, in uploads and signatures, in rows too: for the server, which alone can tell whether
 * whoever hands in the form may hand in that file. Precondition: validateForm accepted the values.
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export function filesIn(schema: FormSchema, values: unknown): PlacedFile[] {
  return compile(schema)
    .fields.filter((it) => it.kind === 'files')
    .flatMap((field) => {
      const rows: (number | null)[] = field.table === null ? [null] : rowsOf(valueAt(values, field.table)).map((_, row) => row)
      return rows.flatMap((row) => {
        const files = storedAt(values, field, row)
        return Array.isArray(files) ? files.map((file: FileValue) => ({ path: pathIn(field, row), file })) : []
      })
    })
}
