import { componentOf, type Field, type FieldSchema, formatOf, partsOf } from './schema/form-schema.ts'
import { isPlainObject } from './schema/report.ts'

/** A file of an Upload: the bytes are in the object store, the form holds the reference. */
export interface FileValue {
  fileId: string
  name: string
  /** Bytes. */
  size: number
}

export type Scalar = string | number | boolean
export type FormValue = Scalar | Scalar[] | FileValue[] | FormValues | FormValues[]
/** Values of a form, a nested object or a row. What is blank is absent. */
export interface FormValues {
  [key: string]: FormValue | undefined
}

/** Blank is absent: null, empty text and the empty list are no values. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/**
 * The one way in which a value is written, so that equal entries are equal values: text in Unicode NFC without blanks
 * around it, codes in upper case without blanks inside, files and records reduced to their own keys, coordinates to six
 * decimals (a hand's breadth). Blank becomes undefined.
 * A value of the wrong type is returned as it is; checkShape refuses it.
 */
export function canonicalValue(schema: FieldSchema, value: unknown): unknown {
  if (isBlank(value)) return undefined
  if (typeof value === 'string') {
    const text = canonicalText(schema, value)
    return text === '' ? undefined : text
  }
  if (!Array.isArray(value)) return isPlainObject(value) ? canonicalRecord(schema, value) : value
  return value.map((it: unknown) => {
    if (typeof it === 'string') return it.normalize('NFC')
    return isPlainObject(it) ? { fileId: it['fileId'], name: it['name'], size: it['size'] } : it
  })
}

function canonicalRecord(schema: FieldSchema, value: Record<string, unknown>): unknown {
  const parts = Object.keys(partsOf(schema) ?? {}).map((key) => [key, canonicalPart(value[key])] as const)
  const given = parts.filter(([, part]) => part !== undefined)
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

function canonicalPart(part: unknown): unknown {
  if (typeof part === 'number') return Math.round(part * 1e6) / 1e6 || 0
  return isBlank(part) ? undefined : typeof part === 'string' ? part.normalize('NFC').trim() || undefined : part
}

function canonicalText(schema: FieldSchema, value: string): string {
  const text = value.normalize('NFC').trim()
  switch (formatOf(schema)) {
    case 'citizen-id':
    case 'credit-code':
      return text.replace(/\s/g, '').toUpperCase()
    case 'mobile-cn':
    case 'bank-card':
      return text.replace(/[\s-]/g, '')
    case 'phone-cn':
      // The lines of fixed telephones are written with all kinds of dashes.
      return text.replace(/\s/g, '').replace(/[－—–]/g, '-')
    default:
      return componentOf(schema) === 'MoneyInput' ? canonicalMoney(text) : text
  }
}

/** `1,250` and `1250.5` become `1250.00` and `1250.50`; other text stays and is refused later. */
function canonicalMoney(text: string): string {
  const parts = /^0*(\d+)(?:\.(\d{0,2}))?$/.exec(text.replace(/[,\s]/g, ''))
  return parts ? `${parts[1] ?? '0'}.${(parts[2] ?? '').padEnd(2, '0')}` : text
}

/** The value at a dotted path, rows by index: `staff.0.name`. Only own keys are followed. */
export function valueAt(values: unknown, path: string): unknown {
  // Most paths are one name, and this is called for every field of every check.
  if (!path.includes('.')) return ownValue(values, path)
  let at: unknown = values
  for (const key of path.split('.')) {
    at = ownValue(at, key)
  }
  return at
}

function ownValue(values: unknown, key: string): unknown {
  return typeof values === 'object' && values !== null && Object.hasOwn(values, key) ? (values as Record<string, unknown>)[key] : undefined
}

/** The path of a column in a given row: `staff.name`, 0 → `staff.0.name`. */
export function rowPath(column: Field, index: number): string {
  return column.table === null ? column.path : `${column.table}.${index}.${column.key}`
}

/** `staff.0.name` → `staff.name`: the path as the schema names it. */
export function schemaPath(path: string): string {
  return path.replace(/\.\d+(?=\.|$)/g, '')
}

/** Whether two canonical values are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]))
}

/** The rows of a table as far as they are rows. */
export function rowsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isPlainObject) : []
}

/** The day in China (UTC+8, no daylight saving since 1991) of an instant in epoch milliseconds, `YYYY-MM-DD`. */
export function dayInChina(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)
}
