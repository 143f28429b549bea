import { type Field, flatten, type FormSchema } from '@lianban/forms'
import { componentLabel } from './words.ts'

/** One line of a form's outline. */
export interface OutlineEntry {
  /** `applicant.name`; a column is `staff.name`. */
  path: string
  title: string
  /** What it is called in the palette. */
  component: string
  kind: Field['kind']
  /** 1 for the outermost. */
  level: number
  /** Title of the section around it, null outside any. */
  section: string | null
  /** Path of the table that it is a column of, else null. */
  table: string | null
  required: boolean
  /** Whether it takes a value: what a matrix of rights lists. */
  takesValue: boolean
}

/** Every section, field and column of a form, in the order of the form: for other designers. Precondition: checkSchema accepts it. */
export function fieldOutline(schema: FormSchema): OutlineEntry[] {
  return flatten(schema).map((field) => ({
    path: field.path,
    title: field.title || field.key,
    component: componentLabel(field.schema),
    kind: field.kind,
    level: field.containers.length + 1,
    section: field.section,
    table: field.table,
    required: field.schema.required === true,
    takesValue: field.kind !== 'void' && field.kind !== 'object',
  }))
}
