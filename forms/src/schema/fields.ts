import { componentOf, type Field, type FieldSchema, type FormSchema, formatOf, kindOf } from './form-schema.ts'
import { pointer } from './report.ts'

interface Around {
  /** Path prefix of values, '' or ending with '.'. */
  prefix: string
  section: string | null
  table: string | null
  containers: string[]
}

/** Every field of a schema, containers included, in the order in which they are shown. Precondition: well-formed. */
export function flatten(schema: FormSchema): Field[] {
  return level(schema.properties, '', { prefix: '', section: null, table: null, containers: [] })
}

function level(properties: Record<string, FieldSchema>, at: string, around: Around): Field[] {
  const ordered = Object.entries(properties)
    .map(([key, schema], index) => ({ key, schema, index }))
    .sort((a, b) => (a.schema['x-index'] ?? a.index) - (b.schema['x-index'] ?? b.index) || a.index - b.index)
  return ordered.flatMap(({ key, schema }) => branch(key, schema, pointer(`${at}/properties`, key), around))
}

function branch(key: string, schema: FieldSchema, at: string, around: Around): Field[] {
  const path = around.prefix + key
  const kind = kindOf(schema)
  const field: Field = {
    path,
    key,
    title: schema.title ?? '',
    kind,
    component: componentOf(schema),
    format: formatOf(schema),
    schema,
    section: around.section,
    table: around.table,
    containers: around.containers,
    pointer: at,
  }
  const section = field.component === 'Section' ? (schema.title ?? around.section) : around.section
  const inside: Around = {
    prefix: kind === 'void' ? around.prefix : `${path}.`,
    section,
    table: kind === 'table' ? path : around.table,
    containers: [path, ...around.containers],
  }
  const below = schema.properties
    ? level(schema.properties, at, inside)
    : schema.items?.properties
      ? level(schema.items.properties, `${at}/items`, inside)
      : []
  return [field, ...below]
}
