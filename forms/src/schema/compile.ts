import { FormSchemaError } from '../problem.ts'
import { checkSchema } from './check-schema.ts'
import { sortFields } from './dependencies.ts'
import { CONTEXT_NAMES } from './expressions.ts'
import { flatten } from './fields.ts'
import type { Field, FormSchema } from './form-schema.ts'
import { type FieldRules, fieldRules } from './rule.ts'

/** A schema made ready to run. */
export interface CompiledForm {
  /** All fields, containers included, as they are shown. */
  fields: Field[]
  byPath: ReadonlyMap<string, Field>
  /** All fields, each after what it depends on. */
  order: Field[]
  /** The fields directly below the root, an object or a table, sections looked through, by path of the container. */
  children: ReadonlyMap<string, Field[]>
  /** The same by key. */
  byKey: ReadonlyMap<string, ReadonlyMap<string, Field>>
  /** What the keys of every field say. */
  rules: ReadonlyMap<Field, FieldRules>
}

const compiled = new WeakMap<object, CompiledForm>()

/**
 * The schema, checked and made ready; cached by its identity, so keep the parsed object of a stored schema.
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export function compile(schema: FormSchema): CompiledForm {
  const cached = compiled.get(schema)
  if (cached) return cached
  const problems = checkSchema(schema)
  if (problems.length > 0) throw new FormSchemaError(problems)
  const fields = flatten(schema)
  const order = sortFields(fields)
  if (!order.ok) throw new FormSchemaError([{ path: '', code: 'CYCLE', message: 'a field depends on itself' }])
  const byPath = new Map(fields.map((it) => [it.path, it]))
  const children = new Map<string, Field[]>()
  for (const field of fields) {
    if (field.kind === 'void') continue
    const owner = field.containers.find((it) => byPath.get(it)?.kind !== 'void') ?? ''
    children.set(owner, [...(children.get(owner) ?? []), field])
  }
  const byKey = new Map([...children].map(([owner, inner]) => [owner, new Map(inner.map((it) => [it.key, it]))]))
  const keys = (owner: string) => (children.get(owner) ?? []).map(({ key }) => key)
  const shared = [...CONTEXT_NAMES, 'number', ...keys('')]
  const rules = new Map(fields.map((it) => [it, fieldRules(it.schema, it.table === null ? shared : [...shared, ...keys(it.table)])]))
  const form: CompiledForm = { fields, byPath, order: order.fields, children, byKey, rules }
  compiled.set(schema, form)
  return form
}

/**
 * The fields that take a value, in the order of the form: scalars, choices, files, tables, and the columns of tables
 * (`staff.name`). Sections, notices and plain objects are left out.
 * @throws FormSchemaError if the schema is not in the closed subset
 */
export function fieldsOf(schema: FormSchema): Field[] {
  return compile(schema).fields.filter((it) => it.kind !== 'void' && it.kind !== 'object')
}
