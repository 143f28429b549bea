import { timingSafeEqual } from 'node:crypto'
import { actorOf, type Caller, type Tenants } from '@lianban/tenants'
import type { Middleware } from 'koa'
import type { Ctx, State } from '../context.ts'
import { csrfRefused, notLoggedIn } from '../http-error.ts'
import { tenantOf } from './tenant.ts'

export const SESSION_COOKIE = 'lianban_session'
/** What the browser asks for again and again without anybody at the desk: it keeps no session alive. */
const BY_ITSELF = new Set(['/api/inbox/stream'])
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Finds the session by its cookie, for the tenant of the address alone. */
export function session(tenants: Tenants): Middleware<State> {
  return async (ctx, next) => {
    if (ctx.state.tenantId === undefined) return next()
    const token = ctx.cookies.get(SESSION_COOKIE)
    const found = token
      ? await tenants.sessions.resolve(token, { ip: ctx.ip, tenantId: tenantOf(ctx), byItself: BY_ITSELF.has(ctx.path) })
      : null
    if (token && found) {
      ctx.state.caller = { ...found.caller, ip: ctx.ip }
      ctx.state.sessionToken = token
      ctx.state.csrfToken = found.csrfToken
      ctx.state.loginMethod = found.method
    } else if (token) {
      ctx.state.sessionEnd = await tenants.sessions.endOf(token)
    }
    await next()
  }
}

/** Compares, on every call of a session that changes something, the CSRF header with it. @throws CSRF_REFUSED */
export const csrf: Middleware<State> = async (ctx, next) => {
  const { csrfToken } = ctx.state
  if (csrfToken !== undefined && !SAFE_METHODS.has(ctx.method) && !sameText(ctx.get('X-CSRF-Token'), csrfToken)) throw csrfRefused()
  await next()
}

/** The caller of a route that needs one. @throws NOT_LOGGED_IN */
export function callerOf(ctx: Ctx): Caller {
  if (!ctx.state.caller) throw notLoggedIn(ctx.state.sessionEnd)
  return ctx.state.caller
}

/** Who does it and from where, for the log. */
export const byOf = (caller: Caller) => ({ actor: actorOf(caller), ip: caller.ip })

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
