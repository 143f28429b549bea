import type { JsonValue } from '../index.ts'
import { parseWireDate } from './dates.ts'
import { invalidRequest } from './errors.ts'

/** Items of one list, and variable conditions in one query. */
const MAX_LIST_ITEMS = 5000
const MAX_VARIABLE_CRITERIA = 50

/** How a variable is compared. */
export type VariableOperator = 'eq' | 'neq' | 'gt' | 'gteq' | 'lt' | 'lteq' | 'like' | 'notLike'

/** Of a query's `variables`; a date is told as one by its form. */
export interface VariableCriterion {
  name: string
  operator: VariableOperator
  value: JsonValue
}

interface KindValues {
  string: string
  /** Comma separated in a query string, a list in JSON. */
  stringList: string[]
  /** Epoch milliseconds. */
  date: number
  /** Only `true` counts: `false` is as if it were not there. */
  flag: true
  boolean: boolean
  integer: number
  /** `name_operator_value,…` in a query string (all values are texts then), `[{name, operator, value}]` in JSON. */
  variables: VariableCriterion[]
  /** Conditions on a date: `operator_date,…` in a query string, `[{operator, value}]` in JSON; not checked yet. */
  dates: { operator: string; value: string }[]
  /** Known to Camunda and not answered here. */
  refused: never
}
export type Kind = keyof KindValues
export type ValueOf<K extends Kind> = KindValues[K]

/** A parameter's value. @returns undefined for a flag that is off @throws RestError 400 naming the parameter */
export function readValue(name: string, kind: Kind, value: unknown): unknown {
  switch (kind) {
    case 'string':
      return typeof value === 'string'
        ? value
        : typeof value === 'number' || typeof value === 'boolean'
          ? String(value)
          : refuse(name, value, 'a text')
    case 'stringList':
      return readList(name, value)
    case 'date':
      return (
        (typeof value === 'string' ? parseWireDate(value.replace(/ (?=\d{2}:?\d{2}$)/, '+')) : null) ??
        refuse(name, value, "a date like 2026-01-31T13:33:00.000+0200 (yyyy-MM-dd'T'HH:mm:ss.SSSZ)")
      )
    case 'flag':
      return readBoolean(name, value) || undefined
    case 'boolean':
      return readBoolean(name, value)
    case 'integer':
      return /^-?\d{1,15}$/.test(String(value)) ? Number(value) : refuse(name, value, 'a whole number')
    case 'variables':
      return typeof value === 'string' ? readVariableTexts(name, value) : readVariableList(name, value)
    case 'dates':
      return typeof value === 'string' ? value.split(',').map(readDateText) : readDateList(name, value)
    case 'refused':
      throw invalidRequest(`Query parameter '${name}' is not supported by this engine`)
  }
}

function readBoolean(name: string, value: unknown): boolean {
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : refuse(name, value, 'true or false')
}

function readList(name: string, value: unknown): string[] {
  const items: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value]
  if (items.length > MAX_LIST_ITEMS)
    throw invalidRequest(`Query parameter '${name}' has ${items.length} items, at most ${MAX_LIST_ITEMS} are allowed`)
  return items
    .map((item) => (typeof item === 'string' || typeof item === 'number' ? String(item) : refuse(name, item, 'a list of texts')))
    .filter((item) => item !== '')
}

const OPERATORS = ['eq', 'neq', 'gteq', 'gt', 'lteq', 'lt', 'like', 'notLike']
const TEXT_FORM = new RegExp(`^(.+?)_(${OPERATORS.join('|')})_(.*)$`, 's')

function readVariableTexts(parameter: string, text: string): VariableCriterion[] {
  return bounded(
    parameter,
    text.split(',').filter((item) => item !== ''),
  ).map((item) => {
    const match = TEXT_FORM.exec(item)
    if (!match) return refuse(parameter, item, `of the form name_operator_value with an operator of ${OPERATORS.join(', ')}`)
    return { name: match[1]!, operator: match[2] as VariableOperator, value: match[3]! }
  })
}

function readVariableList(parameter: string, list: unknown): VariableCriterion[] {
  if (!Array.isArray(list)) return refuse(parameter, list, 'a list of {name, operator, value}')
  return bounded(parameter, list as unknown[]).map((item) => {
    const { name, operator, value = null } = (item ?? {}) as Partial<VariableCriterion>
    if (typeof name !== 'string' || name === '') throw invalidRequest(`Query parameter '${parameter}': a variable needs a name`)
    if (typeof operator !== 'string' || !OPERATORS.includes(operator))
      throw invalidRequest(
        `Query parameter '${parameter}': unknown operator ${JSON.stringify(operator)}; known are ${OPERATORS.join(', ')}`,
      )
    if (typeof value === 'object' && value !== null)
      throw invalidRequest(`Query parameter '${parameter}': variable ${name} can be compared with text, numbers, booleans and null only`)
    return { name, operator, value }
  })
}

function readDateText(text: string): { operator: string; value: string } {
  const end = text.indexOf('_')
  return { operator: text.slice(0, Math.max(0, end)), value: text.slice(end + 1) }
}

function readDateList(parameter: string, list: unknown): { operator: string; value: string }[] {
  if (!Array.isArray(list)) return refuse(parameter, list, 'a list of {operator, value}')
  return (list as unknown[]).map((item) => {
    const { operator, value } = (item ?? {}) as Record<string, unknown>
    return typeof operator === 'string' && typeof value === 'string'
      ? { operator, value }
      : refuse(parameter, item, 'of an operator and a date')
  })
}

function bounded<T>(parameter: string, items: T[]): T[] {
  if (items.length <= MAX_VARIABLE_CRITERIA) return items
  throw invalidRequest(`Query parameter '${parameter}' has ${items.length} conditions, at most ${MAX_VARIABLE_CRITERIA} are allowed`)
}

function refuse(name: string, value: unknown, expected: string): never {
  throw invalidRequest(`Cannot set query parameter '${name}' to value ${JSON.stringify(value).slice(0, 100)}: expected ${expected}`)
}
