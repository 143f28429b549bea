import { compile } from './compile.ts'
import type { Field, FormSchema } from './form-schema.ts'

/**
 * The field, container or section at a schema path, null if there is none.
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export function fieldAt(schema: FormSchema, path: string): Field | null {
  return compile(schema).byPath.get(path) ?? null
}

/** The sections directly below the root, in order: the steps of a form. */
export function sectionsOf(schema: FormSchema): Field[] {
  return compile(schema).fields.filter((it) => it.schema['x-component'] === 'Section' && it.containers.length === 0)
}
