import { join } from 'node:path'
import type { Middleware } from 'koa'
import send from 'koa-send'

/** Files whose name carries a content hash may be kept for ever. */
const IMMUTABLE = /^\/assets\/.+-[\w-]{8,}\.\w+$/

/**
 * The built web application: its files, and index.html for every address that the browser's router owns. A file that lies
 * compressed beside itself (`.br`, `.gz`) is given so to whoever takes it.
 */
export function spa(root: string): Middleware {
  return async (ctx, next) => {
    await next()
    if (ctx.body !== undefined || ctx.status !== 404 || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return
    if (ctx.path.startsWith('/api/') || ctx.path.startsWith('/engine-rest')) return
    const file = ctx.path.includes('.') ? ctx.path : '/index.html'
    const found = await send(ctx, file, { root: join(root) }).catch((error: { status?: number }) => {
      if (error.status !== 404) throw error
      return null
    })
    if (!found) return
    ctx.vary('Accept-Encoding')
    ctx.set('Cache-Control', IMMUTABLE.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache')
  }
}
