import type { Middleware } from 'koa'
import { tooManyRequests } from '../http-error.ts'

const WINDOW_MS = 60_000
/** Addresses remembered at a time; the oldest window goes first. */
const MAX_ADDRESSES = 50_000

/** A fixed window of a minute per address. `limitPerMinute` 0 turns it off. */
export function rateLimit(limitPerMinute: number, clock: () => number): Middleware {
  const windows = new Map<string, { start: number; count: number }>()
  return async (ctx, next) => {
    if (limitPerMinute > 0) {
      const now = clock()
      const window = windows.get(ctx.ip)
      if (!window || now - window.start >= WINDOW_MS) {
        windows.delete(ctx.ip)
        windows.set(ctx.ip, { start: now, count: 1 })
        if (windows.size > MAX_ADDRESSES) windows.delete(windows.keys().next().value!)
      } else if (++window.count > limitPerMinute) {
        throw tooManyRequests(Math.ceil((window.start + WINDOW_MS - now) / 1000))
      }
    }
    await next()
  }
}
