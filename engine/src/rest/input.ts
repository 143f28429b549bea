import type { Context } from 'koa'
import { z } from 'zod'
import { parseWireDate } from './dates.ts'
import { invalidRequest } from './errors.ts'

/** Rows on one page if the client does not say, and at most. */
export const MAX_RESULTS = 1000

/** The checked body. @throws RestError 400 naming the place */
export function readBody<T>(ctx: Context, schema: z.ZodType<T>): T {
  return check(schema, (ctx.request as { body?: unknown }).body ?? {}, 'body')
}

/**
 * The checked query string. A parameter that is not known is refused: to ignore a filter would answer with too much.
 * @throws RestError 400 naming the parameter
 */
export function readQuery<T>(ctx: Context, schema: z.ZodType<T>): T {
  return check(schema, ctx.query, 'query parameter')
}

/**
 * A query that may come in the query string or, with POST, as JSON: one schema for both.
 * In the JSON form values have their JSON types and `sorting` is a list.
 */
export function readListQuery<T>(ctx: Context, schema: z.ZodType<T>): T {
  if (ctx.method !== 'POST') return readQuery(ctx, schema)
  const { sorting, ...rest } = readBody(ctx, z.record(z.string(), z.unknown()))
  const texts = Object.entries({ ...ctx.query, ...rest, ...oneSorting(sorting) }).flatMap(([name, value]) => (value == null ? [] : [[name, text(value)]]))
  return check(schema, Object.fromEntries(texts), 'query')
}

function oneSorting(sorting: unknown): object {
  if (sorting == null || (Array.isArray(sorting) && sorting.length === 0)) return {}
  const parsed = z.tuple([z.strictObject({ sortBy: z.string(), sortOrder: z.string() })]).safeParse(sorting)
  if (!parsed.success) throw invalidRequest('sorting: one entry of sortBy and sortOrder is supported')
  return parsed.data[0]
}

function text(value: unknown): unknown {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(',')
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

function check<T>(schema: z.ZodType<T>, input: unknown, what: string): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const place = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.')
  throw invalidRequest(`Invalid ${what}${place === '' ? '' : ` ${place}`}: ${issue.message}`)
}

/** Parts of queries: all arrive as text. */
export const query = {
  flag: z.enum(['true', 'false']).transform((value) => value === 'true'),
  /** `true` and nothing else: a filter that can only be switched on. */
  on: z.literal('true').transform(() => true),
  int: z.string().regex(/^\d{1,9}$/, 'expected a whole number').transform(Number),
  list: z.string().transform((value) => value.split(',').filter((item) => item !== '')),
  date: z.string().transform((value, ctx) => {
    const at = parseWireDate(value)
    if (at !== null) return at
    ctx.addIssue("expected a date like 2026-01-31T13:33:00.000+0200 (yyyy-MM-dd'T'HH:mm:ss.SSSZ)")
    return z.NEVER
  }),
}

/** Paging and sorting of a list; `sortBy` is one of those the list knows. */
export const paging = {
  firstResult: query.int.optional(),
  maxResults: query.int.optional(),
}

export const sorting = <const Names extends readonly [string, ...string[]]>(names: Names) => ({
  sortBy: z.enum(names).optional(),
  sortOrder: z.enum(['asc', 'desc']).optional(),
})

/** @throws RestError 400 if more is asked for than is given out at once, or if only one half of the sorting was given */
export function pageOf(input: { firstResult?: number; maxResults?: number; sortBy?: string; sortOrder?: string }): { limit: number; offset: number } {
  if ((input.sortBy === undefined) !== (input.sortOrder === undefined)) throw invalidRequest('Only a single sorting parameter specified. sortBy and sortOrder required')
  if ((input.maxResults ?? 0) > MAX_RESULTS) throw invalidRequest(`maxResults is at most ${MAX_RESULTS}`)
  return { limit: input.maxResults ?? MAX_RESULTS, offset: input.firstResult ?? 0 }
}

/** A map of typed values in a body. */
export const typedValues = z.record(
  z.string(),
  z.strictObject({
    value: z.unknown().optional(),
    type: z.string().nullish(),
    valueInfo: z.record(z.string(), z.unknown()).nullish(),
    local: z.boolean().optional(),
  }),
)

/** Text that a key column holds. */
export const keyText = z.string().min(1).max(191)
