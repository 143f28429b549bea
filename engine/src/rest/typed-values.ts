import type { JsonValue, Variable, Variables } from '../index.ts'
import { parseWireDate, wireDate } from './dates.ts'
import { invalidRequest } from './errors.ts'

/** A variable as Camunda clients send and receive it. */
export interface TypedValue {
  value?: unknown
  type?: string | null
  valueInfo?: Record<string, unknown> | null
}

export interface WireVariable {
  type: string
  value: JsonValue
  valueInfo: Record<string, JsonValue>
}

const INTEGER_MAX = 2 ** 31 - 1
const SHORT_MAX = 2 ** 15 - 1

type Reader = (value: JsonValue, name: string) => JsonValue

/** How each type reads its value. Strings are parsed for the primitive types, as Camunda does. */
const READERS: Record<string, Reader> = {
  String: (value, name) => (typeof value === 'string' ? value : refuse(name, 'String', value)),
  Integer: (value, name) => wholeNumber(value, name, 'Integer', INTEGER_MAX),
  Short: (value, name) => wholeNumber(value, name, 'Short', SHORT_MAX),
  Long: (value, name) => wholeNumber(value, name, 'Long', Number.MAX_SAFE_INTEGER),
  Double: (value, name) => decimal(value, name),
  Boolean: (value, name) => (typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : refuse(name, 'Boolean', value)),
  Date: (value, name) => {
    const at = typeof value === 'string' ? parseWireDate(value) : null
    return at === null ? refuse(name, 'Date', value) : new Date(at).toISOString()
  },
  Bytes: (value, name) => (typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? value : refuse(name, 'Bytes', value)),
  Null: () => null,
  Json: (value, name) => parsedJson(value, name, 'Json'),
  Object: (value, name) => parsedJson(value, name, 'Object'),
  Xml: (value, name) => (typeof value === 'string' ? value : refuse(name, 'Xml', value)),
}

/**
 * Variables of a request. A type's first letter may be small; without a type it is guessed from the JSON.
 * @throws RestError 400 for a value that is not of its type, a type that is not known, and files
 */
export function readVariables(typed: Record<string, TypedValue> | null | undefined): Variables {
  return Object.fromEntries(Object.entries(typed ?? {}).map(([name, value]) => [name, readVariable(name, value)]))
}

export function readVariable(name: string, { value: raw, type, valueInfo }: TypedValue): Variable {
  const value = (raw ?? null) as JsonValue
  if (type == null || type === '') return { value }
  const canonical = type[0]!.toUpperCase() + type.slice(1)
  if (canonical === 'File') throw invalidRequest(`Variable ${name}: files are not kept in variables; store the file and put its reference there`)
  const read = Object.hasOwn(READERS, canonical) ? READERS[canonical] : undefined
  if (!read) throw invalidRequest(`Variable ${name}: unsupported value type '${type}'`)
  const format = valueInfo?.serializationDataFormat
  if (canonical === 'Object' && format !== undefined && format !== 'application/json') {
    throw invalidRequest(`Variable ${name}: objects are taken as application/json only, not as ${String(format)}`)
  }
  return value === null ? { value, type: canonical } : { value: read(value, name), type: canonical }
}

/** Plain values of a request, for comparing: correlation keys, filters. */
export const readValues = (typed: Record<string, TypedValue> | null | undefined): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(readVariables(typed)).map(([name, { value }]) => [name, value]))

export const wireVariables = (variables: Variables): Record<string, WireVariable> =>
  Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, wireVariable(variable)]))

/** The declared type if the value still fits it, else the one that its JSON shows. Objects and lists are JSON text. */
export function wireVariable({ value, type }: Variable): WireVariable {
  const shown = type !== undefined && fits(value, type) ? type : guess(value)
  if (value === null) return { type: shown, value, valueInfo: {} }
  switch (shown) {
    case 'Date':
      return { type: shown, value: wireDate(Date.parse(String(value))), valueInfo: {} }
    case 'Json':
      return { type: shown, value: JSON.stringify(value), valueInfo: {} }
    case 'Object':
      return { type: shown, value: JSON.stringify(value), valueInfo: { objectTypeName: 'java.lang.Object', serializationDataFormat: 'application/json' } }
    default:
      return { type: shown, value, valueInfo: {} }
  }
}

/** A process may have changed a variable after a client declared its type. */
function fits(value: JsonValue, type: string): boolean {
  if (value === null || type === 'Json' || type === 'Object') return true
  switch (type) {
    case 'Integer':
    case 'Long':
    case 'Short':
      return Number.isInteger(value)
    case 'Double':
      return typeof value === 'number'
    case 'Boolean':
      return typeof value === 'boolean'
    case 'Date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
    case 'Null':
      return false
    default:
      return typeof value === 'string'
  }
}

function guess(value: JsonValue): string {
  if (value === null) return 'Null'
  if (typeof value === 'string') return 'String'
  if (typeof value === 'boolean') return 'Boolean'
  if (typeof value !== 'number') return 'Json'
  if (!Number.isSafeInteger(value)) return 'Double'
  return Math.abs(value) <= INTEGER_MAX ? 'Integer' : 'Long'
}

function wholeNumber(value: JsonValue, name: string, type: string, max: number): number {
  const number = typeof value === 'string' && /^[+-]?\d{1,20}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number) || number > max || number < -max - 1) return refuse(name, type, value)
  return Number.isSafeInteger(number) ? number : refuse(name, type, value)
}

function decimal(value: JsonValue, name: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : refuse(name, 'Double', value)
}

function parsedJson(value: JsonValue, name: string, type: string): JsonValue {
  if (typeof value !== 'string') throw invalidRequest(`Variable ${name}: a value of type ${type} must be a string that holds JSON`)
  try {
    return JSON.parse(value) as JsonValue
  } catch {
    return refuse(name, type, value)
  }
}

function refuse(name: string, type: string, value: JsonValue): never {
  throw invalidRequest(`Variable ${name}: cannot convert value ${JSON.stringify(value).slice(0, 100)} to type ${type}`)
}
