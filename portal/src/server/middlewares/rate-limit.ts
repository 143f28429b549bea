import type { Middleware } from 'koa'
import type { State } from '../context.ts'
import { tooManyRequests } from '../http-error.ts'

const WINDOW_MS = 60_000
/** Addresses remembered at a time; the oldest window goes first. */
const MAX_ADDRESSES = 50_000

/** A fixed window of a minute per address and tenant: one county's office uses nothing up for another's. `limitPerMinute` 0 turns it off. */
export function rateLimit(limitPerMinute: number, clock: () => number): Middleware<State> {
  const windows = new Map<string, { start: number; count: number }>()
  return async (ctx, next) => {
    if (limitPerMinute > 0) {
      const now = clock()
      const address = `${ctx.state.tenantId ?? ''} ${ctx.ip}`
      const window = windows.get(address)
      if (!window || now - window.start >= WINDOW_MS) {
        windows.delete(address)
        windows.set(address, { start: now, count: 1 })
        if (windows.size > MAX_ADDRESSES) windows.delete(windows.keys().next().value!)
      } else if (++window.count > limitPerMinute) {
        throw tooManyRequests(Math.ceil((window.start + WINDOW_MS - now) / 1000))
      }
    }
    await next()
  }
}
