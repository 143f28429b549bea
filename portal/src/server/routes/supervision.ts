import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'
import { presentLogEntry } from '../present/log-entry.ts'

export const LampList = Page.extend({
  lamp: z.enum(['supervised', 'normal', 'suspended', 'warning', 'yellow', 'red', 'done']).optional(),
  status: z.enum(['open', 'closed', 'all']).default('all'),
  q: z.string().max(100).optional(),
})

/** The auditor's desk: lamps, one case's log, verification. Every look-up is itself an entry of the log. */
export function supervisionRoutes({ cases, tenants, clock }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/supervision' })
  const resource = { type: 'supervision' } as const

  router.get('/overview', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'read', resource)
    const [counts, log] = await Promise.all([cases.countByLamp(caller), tenants.supervision.status(caller.tenantId)])
    ctx.body = { ...counts, at: clock(), log }
  })

  router.get('/cases', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'read', resource)
    ctx.body = await cases.list(caller, { view: 'all', ...queryOf(ctx, LampList) })
  })

  router.get('/cases/:id/log', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'read', resource)
    const page = queryOf(ctx, Page)
    await tenants.supervision.lookUp(caller, { subject: `case:${ctx.params.id!}` })
    const found = await tenants.supervision.entries(caller.tenantId, { subject: `case:${ctx.params.id!}`, ...page })
    ctx.body = { items: found.items.map(presentLogEntry), next: found.next }
  })

  router.post('/verification', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'verify', resource)
    ctx.body = await tenants.supervision.verify(caller)
  })

  return router
}
