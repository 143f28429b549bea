import type { Middleware } from 'koa'

/** antd writes its styles at run time, hence style 'unsafe-inline'; scripts come from our own files alone, and nothing is ever eval'ed. */
const contentSecurityPolicy = (images: readonly string[]): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    ["img-src 'self' data: blob:", ...images].join(' '),
    "font-src 'self' data:",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ')

/** A document may hold script (PDF) or markup: it gets a policy of its own that allows nothing but to show it. */
export const DOCUMENT_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; frame-ancestors 'self'"

/** @param mapTiles address of the map's tiles: pictures may come from its origin, too */
export const securityHeaders = (mapTiles?: string): Middleware => {
  const policy = contentSecurityPolicy(mapTiles === undefined ? [] : [new URL(mapTiles).origin])
  return async (ctx, next) => {
    ctx.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'SAMEORIGIN',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=()',
    })
    if (ctx.secure) ctx.set('Strict-Transport-Security', 'max-age=31536000')
    if (ctx.path.startsWith('/api/')) ctx.set('Cache-Control', 'no-store')
    await next()
  }
}
