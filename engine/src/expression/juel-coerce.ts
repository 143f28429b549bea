import { ExpressionFailure } from './expression.ts'
import { parseInstant } from './iso-time.ts'

/**
 * The coercions of the unified expression language (JSR 341, 1.23), on JSON values. They are why
 * `${flag == 'false'}` is true for the boolean false.
 */

/** null and '' are 0; text must be a number. */
export function toNumber(value: unknown, source: string): number {
  if (value === null || value === '') return 0
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    const number = Number(value)
    if (value.trim() !== '' && !Number.isNaN(number)) return number
  }
  throw new ExpressionFailure(source, `${show(value)} is not a number`)
}

/** null and '' are false; text is true if it says true, in any case. */
export function toBoolean(value: unknown, source: string): boolean {
  if (value === null || value === '') return false
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return value.toLowerCase() === 'true'
  throw new ExpressionFailure(source, `${show(value)} is neither true nor false`)
}

/** null is ''. Lists and objects become JSON. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `==`: numbers before booleans before text decide how both sides are read. */
export function equal(left: unknown, right: unknown, source: string): boolean {
  if (left === right) return true
  if (left === null || right === null) return false
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left, source) === toNumber(right, source)
  if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left, source) === toBoolean(right, source)
  if (typeof left === 'string' || typeof right === 'string') return toText(left) === toText(right)
  return JSON.stringify(left) === JSON.stringify(right)
}

/** `<`: as numbers if one side is a number, dates with a time as instants, else as text by code unit; null is never less. */
export function less(left: unknown, right: unknown, source: string): boolean {
  if (left === null || right === null) return false
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left, source) < toNumber(right, source)
  const instants = typeof left === 'string' && typeof right === 'string' ? bothInstants(left, right) : null
  if (instants) return instants[0] < instants[1]
  if (typeof left === 'string' || typeof right === 'string') return toText(left) < toText(right)
  throw new ExpressionFailure(source, `${show(left)} and ${show(right)} cannot be compared`)
}

const TIMED = /^\d{4}-\d{2}-\d{2}T\d/

/** Instants of two texts that both are a date with a time; null for other texts. */
function bothInstants(left: string, right: string): [number, number] | null {
  if (!TIMED.test(left) || !TIMED.test(right)) return null
  const [first, second] = [parseInstant(left), parseInstant(right)]
  return first === null || second === null ? null : [first, second]
}

/** A value as an error message shows it, shortened. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
