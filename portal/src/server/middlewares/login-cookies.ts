import type { LoginProgress } from '@lianban/tenants'
import type { Ctx } from '../context.ts'
import { crossSiteRefused } from '../http-error.ts'
import { SESSION_COOKIE } from './session.ts'
import { tenantOf } from './tenant.ts'

/** The login under way, in its browser alone; it opens nothing. */
export const LOGIN_COOKIE = 'lianban_login'
/** What belongs to one way to the OpenID Connect issuer and back, sealed. */
export const OIDC_COOKIE = 'lianban_oidc'
const LOGIN_PATH = '/api'
const OIDC_PATH = '/api/oidc'

/** Where a step of a login comes from. */
export const fromOf = (ctx: Ctx) => ({ tenantId: tenantOf(ctx), ip: ctx.ip, userAgent: ctx.get('User-Agent') || undefined })

/**
 * A step of a login carries no CSRF token yet, so it must come from a page of this site: else somebody else's page could log
 * a person in as another. JSON alone is read (a form of another site cannot send it), and browsers say where they come from.
 * @throws CROSS_SITE_REFUSED
 */
export function assertSameSite(ctx: Ctx): void {
  if (['cross-site', 'same-site'].includes(ctx.get('Sec-Fetch-Site'))) throw crossSiteRefused()
}

/** Sets the cookie of the session, always a new one, or of the login under way. @returns the session where there is one now */
export function keepProgress(ctx: Ctx, progress: LoginProgress) {
  const secure = ctx.secure
  if (progress.step !== null) {
    if (progress.token !== null)
      ctx.cookies.set(LOGIN_COOKIE, progress.token, { httpOnly: true, sameSite: 'strict', secure, path: LOGIN_PATH, overwrite: true })
    return null
  }
  ctx.cookies.set(SESSION_COOKIE, progress.session.token, { httpOnly: true, sameSite: 'lax', secure, overwrite: true })
  if (ctx.cookies.get(LOGIN_COOKIE)) forgetLogin(ctx)
  return progress
}

export const forgetLogin = (ctx: Ctx): void =>
  void ctx.cookies.set(LOGIN_COOKIE, null, { httpOnly: true, sameSite: 'strict', secure: ctx.secure, path: LOGIN_PATH, overwrite: true })

/** Comes back with the issuer's redirect, hence lax. */
export const keepOidc = (ctx: Ctx, cookie: string, lifeMs: number): void =>
  void ctx.cookies.set(OIDC_COOKIE, cookie, {
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.secure,
    path: OIDC_PATH,
    maxAge: lifeMs,
    overwrite: true,
  })

/** Takes it: it is good for one way back. */
export function takeOidc(ctx: Ctx): string | undefined {
  const cookie = ctx.cookies.get(OIDC_COOKIE)
  ctx.cookies.set(OIDC_COOKIE, null, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, path: OIDC_PATH, overwrite: true })
  return cookie
}
