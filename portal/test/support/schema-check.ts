/** The part of JSON Schema that answers are described with. */
export interface CheckedSchema {
  $ref?: string
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: CheckedSchema[]
  items?: CheckedSchema
  properties?: Record<string, CheckedSchema>
  required?: string[]
  additionalProperties?: boolean | CheckedSchema
}

const KEYWORDS = new Set('$ref type const enum anyOf items properties required additionalProperties'.split(' '))

/**
 * The first thing about a JSON value that its schema does not allow, with its place; null: it fits.
 * @throws Error for a schema that uses more than answers are described with
 */
export function problemIn(value: unknown, schema: CheckedSchema, components: Record<string, CheckedSchema>, place = '$'): string | null {
  const unknown = Object.keys(schema).find((key) => !KEYWORDS.has(key))
  if (unknown !== undefined) throw new Error(`${place}: ${unknown} is not checked by problemIn()`)
  if (schema.$ref !== undefined) return problemIn(value, components[schema.$ref.split('/').pop()!]!, components, place)
  if (schema.anyOf) {
    const problems = schema.anyOf.map((one) => problemIn(value, one, components, place))
    return problems.includes(null) ? null : problems.join('\n  or ')
  }
  if ('const' in schema && value !== schema.const) return `${place} is not ${JSON.stringify(schema.const)}`
  if (schema.enum && !schema.enum.includes(value)) return `${place} is ${JSON.stringify(value)}, none of ${JSON.stringify(schema.enum)}`
  if (schema.type !== undefined && typeOf(value) !== schema.type) return `${place} is ${typeOf(value)}, not ${schema.type}`
  if (Array.isArray(value)) {
    if (!schema.items) return null
    return first(value, (item, index) => problemIn(item, schema.items!, components, `${place}[${index}]`))
  }
  if (typeof value !== 'object' || value === null) return null
  const missing = schema.required?.find((name) => !Object.hasOwn(value, name))
  if (missing !== undefined) return `${place}.${missing} is missing`
  return first(Object.entries(value), ([name, part]) => {
    const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
    if (known) return problemIn(part, known, components, `${place}.${name}`)
    if (schema.additionalProperties === false) return `${place}.${name} is not described`
    return typeof schema.additionalProperties === 'object'
      ? problemIn(part, schema.additionalProperties, components, `${place}.${name}`)
      : null
  })
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

function first<T>(values: readonly T[], look: (value: T, index: number) => string | null): string | null {
  for (const [index, value] of values.entries()) {
    const problem = look(value, index)
    if (problem !== null) return problem
  }
  return null
}
