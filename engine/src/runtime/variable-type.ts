import type { JsonValue, Variable } from '../index.ts'

const INTEGER_MAX = 2 ** 31 - 1

/** Camunda's name of a variable's type: the declared one if the value still fits it, else the one that its JSON shows. */
export const typeOf = ({ value, type }: Variable): string => (type !== undefined && fits(value, type) ? type : guess(value))

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
