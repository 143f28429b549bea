import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context, Middleware } from 'koa'
import send from 'koa-send'
import { SESSION_COOKIE } from './session.ts'

/** Files whose name carries a content hash may be kept for ever. */
const IMMUTABLE = /^\/assets\/.+-[\w-]{8,}\.\w+$/

/**
 * The built web application: its files, and for every address that the browser's router owns index.html, or that page's own variant
 * of it by `first-pages.json`. A file that lies compressed beside itself (`.br`, `.gz`) is given so to whoever takes it.
 */
export function spa(root: string): Middleware {
  const pages = firstPages(root)
  return async (ctx, next) => {
    await next()
    if (ctx.body !== undefined || ctx.status !== 404 || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return
    if (ctx.path.startsWith('/api/') || ctx.path.startsWith('/engine-rest')) return
    const page = ctx.path.includes('.') ? undefined : pages.find(({ address }) => address.test(ctx.path))
    const file = ctx.path.includes('.') ? ctx.path : (page?.file ?? '/index.html')
    const found = await send(ctx, file, { root: join(root) }).catch((error: { status?: number }) => {
      if (error.status !== 404) throw error
      return null
    })
    if (!found) return
    if (page && (!page.isOwn || ctx.cookies.get(SESSION_COOKIE) !== undefined)) announce(ctx, page)
    ctx.vary('Accept-Encoding')
    ctx.set('Cache-Control', IMMUTABLE.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache')
  }
}

interface FirstPage {
  /** With a group for each parameter. */
  address: RegExp
  file: string
  /** What the page reads first, with `$1` for the first parameter. */
  data: string[]
  /** Only whoever is logged in may read that. */
  isOwn?: boolean
}

/** Tells the browser what the page will ask for, so that it comes while the scripts are on their way. */
function announce(ctx: Context, { address, data }: FirstPage): void {
  const links = data.map((path) => `<${ctx.path.replace(address, path)}>; rel=preload; as=fetch; crossorigin`)
  if (links.length > 0) ctx.set('Link', links.join(', '))
}

/** Pages that name their own files, as the build has listed them. */
function firstPages(root: string): FirstPage[] {
  const list = join(root, 'first-pages.json')
  if (!existsSync(list)) return []
  const pages = JSON.parse(readFileSync(list, 'utf8')) as Record<string, { file: string; data?: string[]; isOwn?: boolean }>
  return Object.entries(pages).map(([path, { file, data = [], isOwn }]) => ({
    address: new RegExp(`^/${path.replace(/:\w+/g, '([\\w-]+)')}/?$`),
    file: `/${file}`,
    data: data.map((one) => one.replace(/:\w+/, '$$1')),
    isOwn,
  }))
}
