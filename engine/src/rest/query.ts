import type Router from '@koa/router'
import type { Condition, OrderBy } from '@lianban/storage'
import type { Context } from 'koa'
import { answer } from './context.ts'
import { invalidRequest } from './errors.ts'
import { nearest } from './nearest.ts'
import { readValue, type Kind, type ValueOf } from './query-values.ts'

/*
 * A query resource of Camunda is a table: for each parameter its kind and what it asks of the rows, and for each sort key
 * its column. From that table a GET's query string and a POST's body are read alike, and everything that is not in it is
 * refused: to ignore a filter would answer with too much.
 */

/** Rows on one page if the client does not say, and at most. */
export const MAX_RESULTS = 1000
/** Entries of `sorting`, and of `orQueries`. */
const MAX_SORTING = 10
const MAX_OR_QUERIES = 20

/** The values of a query by parameter, each of its kind. */
export type Values = Record<string, unknown>

export interface Parameter<K extends Kind = Kind> {
  kind: K
  /** What it asks of the rows; `all` holds the other values of the query. Absent: it only changes what others mean. */
  where?: (value: ValueOf<K>, all: Values) => Condition[]
}
/** Any parameter, whatever its kind. */
type AnyParameter = { kind: Kind; where?: (value: never, all: Values) => Condition[] }

/** Of a sort key: its column, or (for sorting by a variable) what comes of the entry's `parameters`. */
export type SortKey = string | ((order: 'asc' | 'desc', parameters: Record<string, unknown>) => OrderBy)

export interface QuerySpec<P extends Record<string, AnyParameter> = Record<string, AnyParameter>> {
  parameters: P
  sortKeys?: Record<string, SortKey>
  /** The order without `sorting`, and among equals; it must end with a unique column. */
  order: OrderBy[]
  /** POST takes `orQueries`: of each the parameters are alternatives. */
  orQueries?: boolean
  /** Parameters that stand in the query string also of a POST. */
  inUrl?: string[]
}

export type ValuesOf<P> = { [Name in keyof P]?: P[Name] extends { kind: infer K extends Kind } ? ValueOf<K> : never }

export interface ListQuery<P = Record<string, AnyParameter>> {
  values: ValuesOf<P>
  /** Everything that was asked, `orQueries` too. */
  where: Condition[]
  order: OrderBy[]
  limit: number
  offset: number
}

/** Keeps the parameters' names and kinds for the type of what is read. */
export const querySpec = <const P extends Record<string, AnyParameter>>(spec: QuerySpec<P>): QuerySpec<P> => spec

/** Names that are no filters. */
const PAGING = ['firstResult', 'maxResults']
const GET_SORTING = ['sortBy', 'sortOrder']

/** Reads the query of a GET (query string) or a POST (JSON body, paging in the query string). @throws RestError 400 naming the parameter */
export function readListQuery<P extends Record<string, AnyParameter>>(ctx: Context, spec: QuerySpec<P>): ListQuery<P> {
  const body = ctx.method === 'POST' ? bodyOf(ctx) : {}
  const known = [
    ...Object.keys(spec.parameters),
    ...PAGING,
    ...(ctx.method === 'POST' ? ['sorting', ...(spec.orQueries ? ['orQueries'] : [])] : GET_SORTING),
  ]
  const { firstResult, maxResults, sorting, orQueries, sortBy, sortOrder, ...filter } = knownOnly(
    ctx.method === 'POST' ? { ...pagingOf(ctx, spec.inUrl), ...body } : { ...ctx.query },
    known,
  )
  const values = readValues(filter, spec.parameters)
  const where = conditionsOf(values, spec.parameters)
  for (const alternatives of listOf(orQueries, 'orQueries', MAX_OR_QUERIES)) {
    const or = readValues(knownOnly(alternatives, Object.keys(spec.parameters)), spec.parameters)
    where.push({
      any: Object.keys(or)
        .map((name) => conditionsOf(or, spec.parameters, name))
        .filter((group) => group.length > 0),
    })
  }
  const sortings =
    ctx.method === 'POST'
      ? listOf(sorting, 'sorting', MAX_SORTING)
      : sortBy === undefined && sortOrder === undefined
        ? []
        : [{ sortBy, sortOrder }]
  return {
    values: values as ValuesOf<P>,
    where,
    order: [...sortings.map((one) => orderOf(one, spec)), ...spec.order],
    ...pageOf(firstResult, maxResults),
  }
}

/** The parameters of a call that is no list, e.g. of a DELETE, from the query string. @throws RestError 400 naming the parameter */
export function readParameters<const P extends Record<string, AnyParameter>>(ctx: Context, parameters: P): ValuesOf<P> {
  return readValues(knownOnly({ ...ctx.query }, Object.keys(parameters)), parameters) as ValuesOf<P>
}

/** The conditions of a filter that came another way than as a query (in the body of a batch): `orQueries` included. */
export function readFilter(body: Record<string, unknown>, spec: QuerySpec): Condition[] {
  const fake = { method: 'POST', query: {}, request: { body } } as unknown as Context
  return readListQuery(fake, spec).where
}

interface ListRoutes<P> {
  /** The page as it goes out. */
  list: (ctx: Context, query: ListQuery<P>) => Promise<unknown[]>
  count: (ctx: Context, query: ListQuery<P>) => Promise<number>
  /** Default: both. */
  methods?: ('GET' | 'POST')[]
}

/** `path` and its twin `path/count`, by GET and POST. */
export function listRoutes<P extends Record<string, AnyParameter>>(
  router: Router,
  path: string,
  spec: QuerySpec<P>,
  { list, count, methods = ['GET', 'POST'] }: ListRoutes<P>,
): void {
  router.register(path, methods, async (ctx: Context) => answer(ctx, await list(ctx, readListQuery(ctx, spec))))
  router.register(`${path}/count`, methods, async (ctx: Context) => answer(ctx, { count: await count(ctx, readListQuery(ctx, spec)) }))
}

function bodyOf(ctx: Context): Record<string, unknown> {
  const body = (ctx.request as { body?: unknown }).body ?? {}
  if (typeof body !== 'object' || Array.isArray(body)) throw invalidRequest('the body must be a JSON object')
  return body as Record<string, unknown>
}

/** A POST's paging stands in the query string; nothing else may. */
function pagingOf(ctx: Context, inUrl: string[] = []): Record<string, unknown> {
  return knownOnly({ ...ctx.query }, [...PAGING, ...inUrl])
}

/** The input without what is null. @throws RestError 400 for a name that is not known */
function knownOnly(input: unknown, names: string[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null) throw invalidRequest('a query must be a JSON object')
  for (const name of Object.keys(input)) {
    if (names.includes(name)) continue
    const near = nearest(name, names)
    throw invalidRequest(`Unknown query parameter '${name}'${near === null ? '' : `; did you mean '${near}'?`}`)
  }
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null))
}

function readValues(input: Record<string, unknown>, parameters: Record<string, AnyParameter>): Values {
  const read = Object.entries(input).map(([name, value]) => [name, readValue(name, parameters[name]!.kind, value)] as const)
  return Object.fromEntries(read.filter(([, value]) => value !== undefined))
}

/** What all values together ask, or only the one of this name (the others still change what it means). */
function conditionsOf(values: Values, parameters: Record<string, AnyParameter>, only?: string): Condition[] {
  return Object.entries(values).flatMap(([name, value]) =>
    only === undefined || only === name ? (parameters[name]!.where?.(value as never, values) ?? []) : [],
  )
}

function listOf(value: unknown, name: string, max: number): Record<string, unknown>[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'object' || item === null))
    throw invalidRequest(`${name} must be a list of objects`)
  if (value.length > max) throw invalidRequest(`${name} has ${value.length} entries, at most ${max} are allowed`)
  return value as Record<string, unknown>[]
}

function orderOf({ sortBy, sortOrder, parameters, ...rest }: Record<string, unknown>, { sortKeys = {} }: QuerySpec): OrderBy {
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw invalidRequest(`sorting: unknown key '${unknown}'`)
  if (sortBy == null || sortOrder == null) throw invalidRequest('Only a single sorting parameter specified. sortBy and sortOrder required')
  if (sortOrder !== 'asc' && sortOrder !== 'desc') throw invalidRequest(`sortOrder parameter has invalid value: ${String(sortOrder)}`)
  const key = typeof sortBy === 'string' && Object.hasOwn(sortKeys, sortBy) ? sortKeys[sortBy] : undefined
  if (key === undefined)
    throw invalidRequest(`sortBy parameter has invalid value: ${String(sortBy)}; known are ${Object.keys(sortKeys).join(', ')}`)
  return typeof key === 'string' ? { column: key, order: sortOrder } : key(sortOrder, (parameters ?? {}) as Record<string, unknown>)
}

function pageOf(firstResult: unknown, maxResults: unknown): { limit: number; offset: number } {
  const read = (name: string, value: unknown, absent: number) =>
    value === undefined ? absent : (readValue(name, 'integer', value) as number)
  const [limit, offset] = [read('maxResults', maxResults, MAX_RESULTS), read('firstResult', firstResult, 0)]
  if (limit > MAX_RESULTS || limit < 0) throw invalidRequest(`maxResults is at most ${MAX_RESULTS}`)
  if (offset < 0) throw invalidRequest('firstResult counts from 0')
  return { limit, offset }
}
