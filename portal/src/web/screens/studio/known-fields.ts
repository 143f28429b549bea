import type { KnownField } from '@lianban/designer/process'
import { fieldsOf, flatten, type Field, type FormSchema } from '@lianban/forms'
import type { PackageFiles } from '../../api/studio.ts'
import { formsIn, mattersIn } from './package-files.ts'

/** As conditions and the matrix of fields and steps need to know them. */
export function knownFields(schema: FormSchema): KnownField[] {
  try {
    const conditional = new Set(flatten(schema).flatMap(({ path, schema: one }) => (one['x-visible-if'] === undefined ? [] : [path])))
    return fieldsOf(schema).map((field) => ({
      ...{ path: field.path, title: field.title || field.path, containers: field.containers, type: typeOf(field) },
      options: field.schema.enum?.map(({ value, label }) => ({ value: String(value), label })),
      mayBeBlank:
        field.schema.type !== 'boolean' &&
        (field.schema.required !== true || [field.path, ...field.containers].some((path) => conditional.has(path))),
    }))
  } catch {
    return []
  }
}

function typeOf({ kind, table, component, schema: { type } }: Field): KnownField['type'] {
  if (kind === 'choices') return table === null ? 'list' : 'other'
  if (kind !== 'scalar' || table !== null) return 'other'
  if (type === 'number' || type === 'integer' || component === 'MoneyInput') return 'number'
  if (type === 'boolean') return 'boolean'
  return component === 'DatePicker' ? 'date' : 'string'
}

/**
 * What decision tables of the package can decide by, by the path under which a process knows it: fields of the application
 * forms and of steps' forms that become variables.
 */
export function decidingFields(files: PackageFiles): KnownField[] {
  const forms = new Map(formsIn(files).map(({ key, schema }) => [key, schema]))
  const fieldsIn = (form: unknown): KnownField[] => {
    const schema = typeof form === 'string' ? forms.get(form) : undefined
    return schema ? knownFields(schema).filter(({ type }) => type !== 'other') : []
  }
  const all = mattersIn(files).flatMap(({ matter }) => {
    const { applicationForm, tasks = {} } = matter as {
      applicationForm?: string
      tasks?: Record<string, { form?: string; variables?: string[] }>
    }
    return [
      ...fieldsIn(applicationForm).map((field) => ({ ...field, path: `application.${field.path}` })),
      ...Object.values(tasks).flatMap(({ form, variables = [] }) => fieldsIn(form).filter(({ path }) => variables.includes(path))),
    ]
  })
  return all.filter((field, index) => all.findIndex(({ path }) => path === field.path) === index)
}
