import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { invalidRequest } from '../http-error.ts'

/** Keyset paging: `after` is what the last page gave as `next`. */
export const Page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(200).optional(),
})

/** 9999-12-30, UTC epoch milliseconds: in every zone the day after it can still be written in four digits of a year. */
export const LAST_INSTANT = Date.UTC(9999, 11, 30)
/** An instant in a query, UTC epoch milliseconds. */
export const Instant = z.coerce.number().int().min(0).max(LAST_INSTANT)

/** A password as it is typed. */
export const Secret = z.string().min(1).max(128)
/** Of the authenticator app, or a recovery code. */
export const Code = z.string().min(1).max(32)

/** The key that makes a second click harmless. @throws INVALID_REQUEST when it is missing or not 8 to 64 plain characters */
export function idempotencyKeyOf(ctx: Ctx): string {
  const key = ctx.get('Idempotency-Key')
  if (!/^[\w-]{8,64}$/.test(key)) throw invalidRequest([{ path: 'Idempotency-Key', message: 'header of 8 to 64 letters, digits, - or _' }])
  return key
}
