import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { API_RIGHTS, OWN_TOPICS } from '../engine-rest-rights.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

const Names = z.array(z.string().max(64)).max(50).default([])
export const NewApiToken = z.strictObject({
  name: z.string().max(64),
  organId: z.string().min(1).max(64),
  topics: Names,
  rights: Names,
  addresses: Names,
  days: z.number().int(),
})

/** Tokens of workers and departmental systems, for the security administrator. */
export function apiTokenRoutes({ tenants, clock }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/api-tokens' })

  router.get('/', async (ctx) => {
    const caller = callerOf(ctx)
    const { items, next } = await tenants.apiTokens.list(caller, queryOf(ctx, Page))
    const organs = new Map((await tenants.organs.list(caller.tenantId)).map(({ id, shortName }) => [id, shortName]))
    ctx.body = {
      items: items.map((item) => ({ ...item, organName: organs.get(item.organId) ?? item.organId, expired: item.expiresAt <= clock() })),
      next,
    }
  })

  router.get('/options', async (ctx) => {
    const caller = callerOf(ctx)
    await tenants.authorization.assert(caller, 'create', { type: 'api-token' })
    const organs = (await tenants.organs.list(caller.tenantId)).map(({ id, name }) => ({ id, name }))
    ctx.body = { organs, topics: OWN_TOPICS, rights: Object.entries(API_RIGHTS).map(([key, name]) => ({ key, name })) }
  })

  router.post('/', async (ctx) => {
    ctx.body = await tenants.apiTokens.create(callerOf(ctx), bodyOf(ctx, NewApiToken))
    ctx.status = 201
  })

  router.post('/:id/revocation', async (ctx) => {
    await tenants.apiTokens.revoke(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  return router
}
