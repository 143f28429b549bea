import { dateAndTime, duration, FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction, isRange, parseDate, parseTime } from 'feelin'
import type { JsonValue } from '../core/state.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { isTemporalValue } from '../expression/feel-values.ts'
import { localDay, localInstant, parseInstant } from '../expression/iso-time.ts'
import { show } from '../expression/juel-coerce.ts'
import type { ValueType } from './model.ts'

const MAX_INTEGER = 2_147_483_647
const WHOLE = /^[+-]?\d+$/
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const STARTS_WITH_DAY = /^\s*\d{4}-\d{2}-\d{2}/

/**
 * A value as its declared type, the way camunda 7 does: text becomes numbers, booleans and dates, anything scalar
 * becomes text. null stays null; a list type takes a single value as a list of one.
 * Dates and times become local ones of Beijing, as the literals in tables are.
 * @throws ExpressionFailure if it cannot be that type
 */
export function coerce(value: unknown, type: ValueType | null): unknown {
  if (value === null || value === undefined || type === null) return value ?? null
  if (type.isList) return (Array.isArray(value) ? value : [value]).map((item) => coerce(item, { ...type, isList: false }))
  const result = convert(value, type)
  if (result !== null) return result
  throw new ExpressionFailure(type.name, `${show(toJson(value))} is not of this type`)
}

function convert(value: unknown, type: ValueType): unknown {
  switch (type.base) {
    case 'string':
      return typeof value === 'object' && !isTemporalValue(value) ? null : String(value)
    case 'boolean':
      return toBoolean(value)
    case 'integer':
      return toNumber(value, WHOLE, (number) => Number.isInteger(number) && number >= -MAX_INTEGER - 1 && number <= MAX_INTEGER)
    case 'long':
      return toNumber(value, WHOLE, Number.isInteger)
    case 'double':
      return toNumber(value, DECIMAL, Number.isFinite)
    case 'date':
      return toDate(value) ?? toDateTime(value)
    case 'day':
      return toDate(value) ?? toDay(value)
    case 'dateTime':
      return toDateTime(value)
    case 'time':
      return value instanceof FeelTime ? value : typeof value === 'string' ? parseTime(value) : null
    case 'duration':
      return value instanceof FeelDuration ? value : typeof value === 'string' ? duration(value) : null
    case 'any':
      return value
  }
}

function toBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value.toLowerCase() : ''
  return text === 'true' ? true : text === 'false' ? false : null
}

function toNumber(value: unknown, written: RegExp, fits: (number: number) => boolean): number | null {
  const number = typeof value === 'string' && written.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && fits(number) ? number : null
}

/** A day as it stands; null of anything with a time. */
function toDate(value: unknown): FeelDate | null {
  if (value instanceof FeelDate) return value
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value.trim()) ? parseDate(value.trim()) : null
}

function toDay(value: unknown): FeelDate | null {
  const instant = instantOf(value)
  return instant === null ? null : parseDate(localDay(instant))
}

/** Midnight of a day; an instant as the wall clock in Beijing shows it. */
function toDateTime(value: unknown): FeelDateTime | null {
  const instant = instantOf(value)
  return instant === null ? null : (dateAndTime(localInstant(instant).slice(0, -'+08:00'.length)) as FeelDateTime)
}

function instantOf(value: unknown): number | null {
  if (value instanceof FeelDate || value instanceof FeelDateTime) return parseInstant(value.toString())
  return typeof value === 'string' && STARTS_WITH_DAY.test(value) ? parseInstant(value) : null
}

/** Any FEEL value as JSON: dates, times, durations and ranges as their text, functions as `function(a, b)`. */
export function toJson(value: unknown): JsonValue {
  if (value === null || value === undefined) return null
  if (isTemporalValue(value) || isRange(value)) return String(value)
  if (isFunction(value)) return `function(${value.parameterNames.join(', ')})`
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]))
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' || typeof value === 'boolean' ? value : 'function()'
}
