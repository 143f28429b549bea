import { compile } from './compile.ts'
import type { Field, FormSchema } from './form-schema.ts'

/**
 * The field, container or section at a schema path, null if there is none.
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export function fieldAt(schema: FormSchema, path: string): Field | null {
  return compile(schema).byPath.get(path) ?? null
}

/** What stands directly inside a container, sections and notices too, in order; '' for the root. */
export function inside(schema: FormSchema, path: string): Field[] {
  return compile(schema).fields.filter((it) => (it.containers[0] ?? '') === path)
}

/** The sections directly below the root, or of its Steps when it has any, in order: the steps of a form. */
export function sectionsOf(schema: FormSchema): Field[] {
  const { fields } = compile(schema)
  const steps = fields.find((it) => it.component === 'Steps')
  return fields.filter((it) => it.component === 'Section' && it.containers[0] === steps?.path && it.containers.length === (steps ? 1 : 0))
}

/** Whether a form is made to be filled in step by step, whatever the page says. */
export function isStepped(schema: FormSchema): boolean {
  return compile(schema).fields.some((it) => it.component === 'Steps')
}
