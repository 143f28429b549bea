import type { Tenants } from '@lianban/tenants'
import type { Middleware } from 'koa'
import type { Ctx, State } from '../context.ts'
import { unknownHost } from '../http-error.ts'
import { unknownHostPage } from '../present/unknown-host-page.ts'
import { sendPage } from './plain-page.ts'

/** Answers without a tenant: a load balancer asks by address. */
const WITHOUT_TENANT = new Set(['/healthz'])

/**
 * Which tenant the address means; every later step works for that one alone. An address that means none, or one that is
 * closed, gets the same answer whatever is asked for.
 * @throws UNKNOWN_HOST under /api; else a page says so
 */
export function tenantOfHost(tenants: Pick<Tenants, 'directory'>): Middleware<State> {
  return async (ctx, next) => {
    if (WITHOUT_TENANT.has(ctx.path)) return next()
    const tenant = await tenants.directory.ofHost(ctx.host)
    if (tenant) {
      ctx.state.tenantId = tenant.id
      return next()
    }
    if (ctx.path.startsWith('/api/')) throw unknownHost()
    sendPage(ctx, 404, unknownHostPage())
  }
}

/** The tenant of the request. */
export function tenantOf(ctx: Ctx): string {
  if (ctx.state.tenantId === undefined) throw new Error(`${ctx.path} is answered without a tenant`)
  return ctx.state.tenantId
}
