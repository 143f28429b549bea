import Router from '@koa/router'
import type { Action } from '@lianban/tenants'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { notFound } from '../http-error.ts'
import { byOf, callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'

export const LinkIdentity = z.strictObject({ subject: z.string().min(1).max(191), name: z.string().max(64).default('') })

/** What administrators do for an account that cannot get in. Handing out a password and taking away a second factor are two people's work. */
export function userSecurityRoutes({ tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/users/:id' })

  /** @throws NOT_AUTHORIZED, NOT_FOUND */
  const asked = async (ctx: Ctx, action: Action) => {
    const caller = callerOf(ctx)
    const userId = (ctx as Ctx & { params: { id: string } }).params.id
    await tenants.authorization.assert(caller, action, { type: 'user', id: userId })
    if (!(await tenants.users.get(caller.tenantId, userId))) throw notFound('该用户')
    return { tenantId: caller.tenantId, userId, by: byOf(caller) }
  }

  router.post('/unlock', async (ctx) => {
    await tenants.passwords.unlock(await asked(ctx, 'reset-password'))
    ctx.status = 204
  })

  router.post('/reset-password', async (ctx) => {
    ctx.body = await tenants.passwords.reset(await asked(ctx, 'reset-password'))
  })

  router.post('/reset-second-factor', async (ctx) => {
    await tenants.secondFactor.reset(await asked(ctx, 'reset-second-factor'))
    ctx.status = 204
  })

  router.post('/identity', async (ctx) => {
    const to = await asked(ctx, 'grant')
    const { subject, name } = bodyOf(ctx, LinkIdentity)
    if (tenants.oidc === null) throw notFound()
    await tenants.identities.link({ ...to, identity: { issuer: tenants.oidc.issuer, subject, name } })
    ctx.status = 204
  })

  router.post('/identity/removal', async (ctx) => {
    const to = await asked(ctx, 'grant')
    if (tenants.oidc === null) throw notFound()
    await tenants.identities.unlink({ ...to, issuer: tenants.oidc.issuer })
    ctx.status = 204
  })

  return router
}
