import Router from '@koa/router'
import { SAMPLE_COUNTY } from '@lianban/tenants'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf, SESSION_COOKIE } from '../middlewares/session.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { bodyOf } from '../middlewares/validate.ts'
import { presentSession } from '../present/session.ts'
import type { Services } from '../services.ts'

export const Login = z.strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(128) })

/** Log in, who am I, log out; and, in the sample county only, the accounts to try. */
export function sessionRoutes({ tenants, demoAccountsOf }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.post('/session', async (ctx) => {
    const { username, password } = bodyOf(ctx, Login)
    const caller = await tenants.users.authenticate({ tenantId: tenantOf(ctx), username, password, ip: ctx.ip })
    const opened = await tenants.sessions.open(caller)
    ctx.cookies.set(SESSION_COOKIE, opened.token, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, overwrite: true })
    ctx.body = await presentSession(tenants, caller, opened.csrfToken)
  })

  router.get('/session', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = await presentSession(tenants, caller, ctx.state.csrfToken!)
  })

  router.delete('/session', async (ctx) => {
    callerOf(ctx)
    await tenants.sessions.close(ctx.state.sessionToken!)
    ctx.cookies.set(SESSION_COOKIE, null, { httpOnly: true, sameSite: 'lax' })
    ctx.status = 204
  })

  router.get('/demo-accounts', (ctx) => {
    const items = demoAccountsOf(tenantOf(ctx))
    if (items.length > 0) ctx.body = { tenantName: SAMPLE_COUNTY.tenant.name, password: SAMPLE_COUNTY.password, items }
  })

  return router
}
