import fc, { type Arbitrary } from 'fast-check'

/** The part of JSON Schema that requests are described with. */
export interface RequestSchema {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: RequestSchema[]
  oneOf?: RequestSchema[]
  items?: RequestSchema
  properties?: Record<string, RequestSchema>
  required?: string[]
  additionalProperties?: boolean | RequestSchema
  propertyNames?: RequestSchema
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
}

/**
 * Values by the name of a property, that stand for something that is there: with them a request gets further than the check of its
 * shape. Those of '' are for any text.
 */
export type Known = Record<string, readonly unknown[]>

const MAX_ITEMS = 3
const MAX_CHARACTERS = 40

/** Values that fit a schema, half of the time known ones. */
export function valid(schema: RequestSchema, known: Known, name?: string): Arbitrary<unknown> {
  const made = byShape(schema, known, name)
  const meant = name === undefined ? undefined : known[name]
  return meant ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...meant) }, { weight: 1, arbitrary: made }) : made
}

function byShape(schema: RequestSchema, known: Known, name?: string): Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choice = schema.anyOf ?? schema.oneOf
  if (choice) return fc.oneof(...choice.map((one) => valid(one, known, name)))
  switch (schema.type) {
    case 'string':
      return text(schema, known)
    case 'integer':
      return fc.oneof(fc.integer({ min: bound(schema.minimum, -5), max: bound(schema.maximum, 5) }), fc.constant(schema.maximum ?? 2 ** 31))
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valid(schema.items ?? {}, known, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? MAX_ITEMS, MAX_ITEMS)),
      })
    case 'object':
      return object(schema, known)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const bound = (limit: number | undefined, otherwise: number): number => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, limit ?? otherwise))

function text({ pattern, format, minLength = 0, maxLength = MAX_CHARACTERS }: RequestSchema, known: Known): Arbitrary<unknown> {
  if (format === 'date') return fc.constantFrom('2026-03-02', '2026-02-28', '0001-01-01', '9999-12-31')
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' })
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, MAX_CHARACTERS)) }
  return fc.oneof(fc.string({ ...length, unit: 'binary' }), fc.string(length), fc.constantFrom(...(known[''] ?? ['x'])))
}

function object({ properties = {}, required = [], additionalProperties }: RequestSchema, known: Known): Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, valid(schema, known, key)]))
  const whole = fc.record(fields, { requiredKeys: required })
  if (additionalProperties === undefined || additionalProperties === false) return whole
  const more = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 20 }),
    valid(additionalProperties === true ? {} : additionalProperties, known),
    {
      maxKeys: MAX_ITEMS,
    },
  )
  return fc.tuple(whole, more).map(([some, others]) => ({ ...others, ...some }))
}

/** JSON text that breaks what is not careful. */
const deep = (open: string, close: string): unknown => JSON.parse(open.repeat(500) + '1' + close.repeat(500))
export const HOSTILE: readonly unknown[] = [
  null,
  '',
  ' ',
  'x'.repeat(100_000),
  '\ud800',
  '\udc00\ud800',
  'a\u0000b',
  '__proto__',
  'constructor',
  'toString',
  '../../../../etc/passwd',
  "' OR 1=1 --",
  '%',
  '*',
  '\r\nSet-Cookie: a=b',
  '\u202e\u200b\ufeff',
  '😀'.repeat(50),
  '2026-02-30',
  '0000-00-00',
  '-271821-04-21',
  0,
  -1,
  -0,
  0.1,
  1e21,
  1.7976931348623157e308,
  -9007199254740993,
  8.64e15,
  2 ** 31,
  2 ** 63,
  true,
  [],
  {},
  [null],
  [[]],
  deep('[', ']'),
  deep('{"a":', '}'),
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  JSON.parse('{"constructor":{"prototype":{"x":1}},"length":-1,"toJSON":1}'),
  { $ref: '#' },
  { length: 1e9 },
  Array.from({ length: 2000 }, (_, i) => i),
]

/** A value that is right but for one place: something hostile stands there, it is missing, or there is one thing more. */
export function nearlyValid(schema: RequestSchema, known: Known): Arbitrary<unknown> {
  return fc
    .tuple(
      valid(schema, known),
      fc.nat(),
      fc.constantFrom(...HOSTILE),
      fc.constantFrom('put', 'drop', 'add'),
      fc.constantFrom('x', '__proto__', 'constructor', 'toJSON', ''),
    )
    .map(([value, at, hostile, how, name]) => {
      const copy = structuredClone(value)
      const places = placesIn(copy)
      if (places.length === 0) return hostile
      const place = places[at % places.length]!
      if (how === 'put') place.holder[place.key] = hostile
      else if (how === 'add')
        Object.defineProperty(place.holder, name, { value: hostile, enumerable: true, configurable: true, writable: true })
      else if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1)
      else delete place.holder[place.key]
      return copy
    })
}

interface Place {
  holder: Record<string, unknown>
  key: string
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}
