import {
  fieldsOf,
  isBlank,
  resolveAccess,
  valueAt,
  type ComponentName,
  type Field,
  type FieldAccess,
  type FormSchema,
} from '@lianban/forms'

/*
 * County fields 全县字段: what two forms ask by one key, title and kind is one question, so its answer need not be given twice.
 */

/** What describes a person, a firm or a place; what describes the one matter – texts, amounts, days – is asked anew. */
const LASTING: ReadonlySet<ComponentName> = new Set([
  ...(['Input', 'CitizenId', 'CreditCode', 'Phone', 'BankCard', 'Address', 'AddressPoint', 'Region'] as const),
  ...(['Select', 'Radio', 'Cascader', 'Organ'] as const),
])

/** Whether an answer in such a field is carried over to another matter's form. */
export const isCarried = (component: ComponentName | null): boolean => component !== null && LASTING.has(component)

/** What makes two fields of two forms one question. */
export const questionOf = ({ key, title, component, schema: { type, format } }: Field): string =>
  [key, title, component ?? '', type, format ?? ''].join('\n')

/** The fields of a form that an earlier answer may stand in: those open to whoever fills it in, at the top of the form, not computed. */
const openFields = (schema: FormSchema, access: FieldAccess): Field[] => {
  const rights = resolveAccess(schema, access)
  return fieldsOf(schema).filter(
    ({ path, table, component, schema: field }) =>
      (rights[path] === 'write' || rights[path] === 'required') &&
      table === null &&
      !path.includes('.') &&
      isCarried(component) &&
      field['x-computed'] === undefined,
  )
}

/** Answers of another form that answer fields of this one too, by path. */
export function carriedOver(
  schema: FormSchema,
  access: FieldAccess,
  source: { schema: FormSchema; values: Record<string, unknown> },
): Record<string, unknown> {
  const given = new Map(
    fieldsOf(source.schema).flatMap((field) => {
      const value = field.table === null ? valueAt(source.values, field.path) : undefined
      return isBlank(value) ? [] : [[questionOf(field), value] as const]
    }),
  )
  return Object.fromEntries(
    openFields(schema, access).flatMap((field) => {
      const value = given.get(questionOf(field))
      return value === undefined ? [] : [[field.path, value]]
    }),
  )
}
