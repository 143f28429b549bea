import type { JsonValue, Variable, Variables } from '../index.ts'

/** A variable on the Camunda wire. */
export interface TypedValue {
  value: unknown
  type?: string
  valueInfo?: Record<string, unknown>
}

/** What a worker sent; a Json value is text on the wire and JSON inside. @throws SyntaxError for a Json value that is none */
export function fromTypedValues(values: Record<string, TypedValue> | undefined): Variables {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, typed]) => [name, fromTypedValue(typed)]))
}

function fromTypedValue({ value, type }: TypedValue): Variable {
  if (type?.toLowerCase() === 'json' && typeof value === 'string') return { value: JSON.parse(value) as JsonValue, type: 'Json' }
  return { value: (value ?? null) as JsonValue, ...(type && { type: type.charAt(0).toUpperCase() + type.slice(1) }) }
}

/** Types are capitalised in answers; what is no primitive is Json, as text. */
export function toTypedValues(variables: Variables): Record<string, Required<TypedValue>> {
  return Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, toTypedValue(variable)]))
}

function toTypedValue({ value, type }: Variable): Required<TypedValue> {
  if (typeof value === 'object' && value !== null) return { value: JSON.stringify(value), type: 'Json', valueInfo: {} }
  if (type === 'Json') return { value: JSON.stringify(value), type, valueInfo: {} }
  return { value, type: type ?? typeOf(value), valueInfo: {} }
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'Null'
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double'
  return typeof value === 'boolean' ? 'Boolean' : 'String'
}
