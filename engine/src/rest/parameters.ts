import type { Condition } from '@lianban/storage'
import { DEFAULT_TENANT } from './context.ts'
import { invalidRequest } from './errors.ts'
import type { Parameter } from './query.ts'
import type { Kind, ValueOf } from './query-values.ts'
import { variableConditions } from './variable-conditions.ts'

/* The shapes that parameters of queries have, by what they ask of a column. */

type Comparing = Extract<Condition, { value: unknown }>['op']

const comparing =
  <K extends 'string' | 'date' | 'integer'>(kind: K, op: Comparing) =>
  (column: string): Parameter<K> => ({ kind, where: (value) => [{ column, op, value: value as string | number }] })

export const is = comparing('string', '=')
export const isNot = comparing('string', '!=')
/** `%` and `_` are wild cards, a backslash before one takes it literally. */
export const like = (column: string, { ignoreCase = false } = {}): Parameter<'string'> => ({
  kind: 'string',
  where: (value) => [{ column, op: 'like', value, ignoreCase }],
})
export const notLike = (column: string, { ignoreCase = false } = {}): Parameter<'string'> => ({
  kind: 'string',
  where: (value) => [{ column, op: 'not like', value, ignoreCase }],
})
export const oneOf = (column: string): Parameter<'stringList'> => ({
  kind: 'stringList',
  where: (values) => [{ column, op: 'in', values }],
})
export const noneOf = (column: string): Parameter<'stringList'> => ({
  kind: 'stringList',
  where: (values) => [{ column, op: 'not in', values }],
})

export const before = comparing('date', '<')
export const after = comparing('date', '>')
export const on = comparing('date', '=')
/** Camunda's history and jobs say "before" and "after" and mean "not after" and "not before". */
export const upTo = comparing('date', '<=')
export const since = comparing('date', '>=')

export const equals = comparing('integer', '=')
export const atLeast = comparing('integer', '>=')
export const atMost = comparing('integer', '<=')
export const higherThan = comparing('integer', '>')
export const lowerThan = comparing('integer', '<')

/** A flag: these must hold if it is true. */
export const flag = (...conditions: Condition[]): Parameter<'flag'> => ({ kind: 'flag', where: () => conditions })
export const isSet = (column: string): Parameter<'flag'> => flag({ column, op: 'not null' })
export const isNull = (column: string): Parameter<'flag'> => flag({ column, op: 'null' })

/** A value that the resource itself looks at. */
export const option = <K extends Kind>(kind: K): Parameter<K> => ({ kind })
/** Both answers say something: `true` asks for these, `false` for the opposite. */
export const either = (...conditions: Condition[]): Parameter<'boolean'> => ({
  kind: 'boolean',
  where: (value) => (value ? conditions : [{ not: conditions }]),
})

/** A parameter about a related row, e.g. of its definition: what `inner` asks must hold for one. */
export const ofRelated = <K extends Kind>(related: string, inner: Parameter<K>): Parameter<K> => ({
  kind: inner.kind,
  where: (value, all) => [{ related, where: inner.where!(value, all) }],
})

/** Conditions on variables; `related` is the relation that holds them. Obeys variableNamesIgnoreCase and variableValuesIgnoreCase. */
export const variables = (related: string): Parameter<'variables'> => ({
  kind: 'variables',
  where: (criteria, all) =>
    criteria.map((criterion) => ({
      related,
      where: variableConditions(criterion, {
        namesIgnoreCase: all.variableNamesIgnoreCase === true,
        valuesIgnoreCase: all.variableValuesIgnoreCase === true,
      }),
    })),
})

/** Camunda knows it and this engine does not: refused, with the reason. */
export const refused = (reason: string): Parameter<'string'> => ({
  kind: 'string',
  where: () => {
    throw invalidRequest(reason)
  },
})

/** Of resources of a tenant. On the wire the only tenant of a bare engine is "no tenant". */
export const tenantParameters = {
  tenantIdIn: oneOf('tenant_id'),
  withoutTenantId: flag({ column: 'tenant_id', op: '=', value: DEFAULT_TENANT }),
} satisfies Record<string, Parameter<'stringList'> | Parameter<'flag'>>

/** The values of a parameter's kind; for `where` functions outside of this file. */
export type { ValueOf }
