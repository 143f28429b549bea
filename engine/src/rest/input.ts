import type { Context } from 'koa'
import { z } from 'zod'
import { invalidRequest } from './errors.ts'

/** The checked body; a field that is not known is refused. @throws RestError 400 naming the place */
export function readBody<T>(ctx: Context, schema: z.ZodType<T>): T {
  const result = schema.safeParse((ctx.request as { body?: unknown }).body ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const place = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.')
  throw invalidRequest(`Invalid body${place === '' ? '' : ` ${place}`}: ${issue.message}`)
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
