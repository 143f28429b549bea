import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { LAST_INSTANT } from './shapes.ts'

const instant = z.number().int().min(0).max(LAST_INSTANT)
export const DelegationProposal = z.strictObject({
  delegateId: z.string().min(1).max(64),
  matters: z.array(z.string().max(64)).max(500).nullable().default(null),
  actions: z.string().max(1000).nullable().default(null),
  amountLimitFen: z.number().int().nullable().default(null),
  startsAt: instant,
  endsAt: instant,
  reason: z.string().max(500),
})

/** Delegation 委托代理: given and received by the person who calls. */
export function delegationRoutes({ cases, tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/delegations' })

  router.get('/', async (ctx) => {
    ctx.body = { items: await tenants.delegations.list(callerOf(ctx)) }
  })

  router.get('/candidates', async (ctx) => {
    ctx.body = { items: await tenants.delegations.candidates(callerOf(ctx)) }
  })

  router.get('/matters', async (ctx) => {
    ctx.body = { items: await cases.delegableMatters(callerOf(ctx)) }
  })

  router.post('/', async (ctx) => {
    ctx.body = { id: await tenants.delegations.propose(callerOf(ctx), bodyOf(ctx, DelegationProposal)) }
    ctx.status = 201
  })

  router.post('/:id/accept', async (ctx) => {
    await tenants.delegations.accept(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.post('/:id/end', async (ctx) => {
    await tenants.delegations.end(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  return router
}
