import type { Condition } from '@lianban/storage'
import { parseWireDate } from './dates.ts'
import { invalidRequest } from './errors.ts'
import type { VariableCriterion, VariableOperator } from './query-values.ts'

const NUMBERS = ['Integer', 'Long', 'Short', 'Double']
const SQL = { eq: '=', neq: '=', gt: '>', gteq: '>=', lt: '<', lteq: '<=', like: 'like', notLike: 'not like' } as const

export interface IgnoreCase {
  namesIgnoreCase: boolean
  valuesIgnoreCase: boolean
}

/** What a row of the table `variable` has to fulfil. Values are compared with those of their own kind only: a text "5" is not the number 5. */
export function variableConditions(
  { name, operator, value }: VariableCriterion,
  { namesIgnoreCase, valuesIgnoreCase }: IgnoreCase,
): Condition[] {
  const named: Condition = { column: 'name', op: '=', value: name, ignoreCase: namesIgnoreCase }
  const compared = comparison(name, operator, value, valuesIgnoreCase)
  return operator === 'neq' ? [named, { not: compared }] : [named, ...compared]
}

/** The value alone, of any variable. */
export function comparison(name: string, operator: VariableOperator, value: VariableCriterion['value'], ignoreCase: boolean): Condition[] {
  const op = SQL[operator]
  const isLike = operator === 'like' || operator === 'notLike'
  const at = typeof value === 'string' && !isLike ? parseWireDate(value) : null
  if (typeof value === 'string' && at === null)
    return [
      { column: 'type', op: '=', value: 'String' },
      { column: 'text_value', op, value, ignoreCase },
    ]
  if (isLike) throw invalidRequest(`Variable ${name}: only texts can be compared with ${operator}`)
  if (at !== null)
    return [
      { column: 'type', op: '=', value: 'Date' },
      { column: 'number_value', op, value: at },
    ]
  if (typeof value === 'number')
    return [
      { column: 'type', op: 'in', values: NUMBERS },
      { column: 'number_value', op, value },
    ]
  if (operator !== 'eq' && operator !== 'neq')
    throw invalidRequest(`Variable ${name}: ${value === null ? 'null' : 'a boolean'} cannot be compared with ${operator}`)
  if (typeof value === 'boolean')
    return [
      { column: 'type', op: '=', value: 'Boolean' },
      { column: 'number_value', op: '=', value: value ? 1 : 0 },
    ]
  return [{ column: 'type', op: '=', value: 'Null' }]
}
