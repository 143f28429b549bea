import type { Middleware } from 'koa'
import type { Ctx, State } from '../context.ts'
import { tooManyRequests } from '../http-error.ts'
import { SESSION_COOKIE } from './session.ts'

const WINDOW_MS = 60_000
/** Addresses and sessions remembered at a time; the oldest window goes first. */
const MAX_WINDOWS = 50_000

/** A fixed window of a minute per address and tenant: one county's office uses nothing up for another's. `limitPerMinute` 0 turns it off. */
export function rateLimit(limitPerMinute: number, clock: () => number): Middleware<State> {
  const count = windows(limitPerMinute, clock)
  return async (ctx, next) => {
    count(addressOf(ctx))
    await next()
  }
}

/** Answers whether a request goes to a route that asks for no session. */
type IsOpen = (ctx: Ctx) => boolean

/**
 * The limit of the whole application. Whoever is logged in has a window of his own: an office of two hundred clerks comes from one
 * address. All others share that of their address, and so does a cookie that stands for no session, once it was looked for, or that
 * nobody looks for.
 */
export function rateLimits(
  limitPerMinute: number,
  clock: () => number,
  isOpen: IsOpen,
): { beforeSession: Middleware<State>; afterSession: Middleware<State> } {
  const count = windows(limitPerMinute, clock)
  const waitsForSession = (ctx: Ctx): boolean => ctx.cookies.get(SESSION_COOKIE) !== undefined && !isOpen(ctx)
  return {
    beforeSession: async (ctx, next) => {
      if (!waitsForSession(ctx)) count(addressOf(ctx))
      await next()
    },
    afterSession: async (ctx, next) => {
      const { caller, tenantId } = ctx.state
      if (caller?.sessionId !== undefined) count(`${tenantId ?? ''} session ${caller.sessionId}`)
      else if (waitsForSession(ctx)) count(addressOf(ctx))
      await next()
    },
  }
}

const addressOf = (ctx: Ctx): string => `${ctx.state.tenantId ?? ''} ${ctx.ip}`

/** Counts one more for a key. @throws TOO_MANY_REQUESTS */
function windows(limitPerMinute: number, clock: () => number): (key: string) => void {
  const open = new Map<string, { start: number; count: number }>()
  return (key) => {
    if (limitPerMinute <= 0) return
    const now = clock()
    const window = open.get(key)
    if (!window || now - window.start >= WINDOW_MS) {
      open.delete(key)
      open.set(key, { start: now, count: 1 })
      if (open.size > MAX_WINDOWS) open.delete(open.keys().next().value!)
    } else if (++window.count > limitPerMinute) {
      throw tooManyRequests(Math.ceil((window.start + WINDOW_MS - now) / 1000))
    }
  }
}
