import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { invalidRequest } from '../http-error.ts'

/** The body in the expected shape, unknown keys refused. @throws INVALID_REQUEST naming each place */
export function bodyOf<T>(ctx: Ctx, schema: z.ZodType<T>): T {
  return parse(schema, (ctx.request as unknown as { body: unknown }).body)
}

/** The query in the expected shape; an unknown parameter is refused, not ignored. */
export function queryOf<T>(ctx: Ctx, schema: z.ZodType<T>): T {
  return parse(schema, { ...ctx.query })
}

/** A part of the path in the expected shape. */
export function paramOf<T>(ctx: Ctx & { params: Record<string, string | undefined> }, name: string, schema: z.ZodType<T>): T {
  return parse(schema, ctx.params[name], [name])
}

function parse<T>(schema: z.ZodType<T>, value: unknown, at: readonly string[] = []): T {
  const parsed = schema.safeParse(value ?? {})
  if (!parsed.success) throw invalidRequest(parsed.error.issues.map((i) => ({ path: [...at, ...i.path].join('.'), message: i.message })))
  return parsed.data
}
