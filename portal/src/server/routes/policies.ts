import Router from '@koa/router'
import type { Action, PolicyProposal, ResourceType } from '@lianban/tenants'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

const name = z.string().regex(/^[A-Za-z0-9*][\w:*-]{0,63}$/)
const Rule = z.strictObject({
  id: name,
  role: name,
  type: name,
  actions: z.string().min(1).max(191),
  scope: name,
  condition: name.default('always'),
  effect: z.enum(['allow', 'deny']).default('allow'),
})
const reason = z.string().max(500)
export const Proposal = z.strictObject({ put: z.array(Rule).max(100).default([]), remove: z.array(name).max(100).default([]), reason })
export const Rejection = z.strictObject({ note: reason })
export const ChangeList = Page.extend({ status: z.enum(['proposed', 'confirmed', 'rejected', 'withdrawn']).optional() })
export const HistoryList = z.strictObject({
  ruleId: name.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.coerce.number().int().min(1).optional(),
})
export const WhoQuery = z.strictObject({ type: name, action: z.string().min(1).max(100), organId: z.string().max(64).optional() })

/** Policies of the tenant: read, proposed by one, confirmed by another; and what they let people do, with the reason. */
export function policyRoutes({ tenants, cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/policies', async (ctx) => {
    ctx.body = await tenants.policies.list(callerOf(ctx))
  })

  router.get('/policies/vocabulary', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = { ...(await tenants.policies.vocabulary(caller)), steps: await cases.stepWords(caller) }
  })

  router.get('/policies/changes', async (ctx) => {
    ctx.body = await tenants.policies.changes(callerOf(ctx), queryOf(ctx, ChangeList))
  })

  router.post('/policies/changes', async (ctx) => {
    // What is not registered as scope or condition is refused by `propose` itself, which knows the names.
    ctx.body = { id: await tenants.policies.propose(callerOf(ctx), bodyOf(ctx, Proposal) as PolicyProposal) }
    ctx.status = 201
  })

  router.post('/policies/changes/:id/confirm', async (ctx) => {
    ctx.body = { version: await tenants.policies.confirm(callerOf(ctx), ctx.params.id!) }
  })

  router.post('/policies/changes/:id/reject', async (ctx) => {
    await tenants.policies.reject(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Rejection).note)
    ctx.status = 204
  })

  router.post('/policies/changes/:id/withdraw', async (ctx) => {
    await tenants.policies.withdraw(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.get('/policies/history', async (ctx) => {
    ctx.body = { items: await tenants.policies.history(callerOf(ctx), queryOf(ctx, HistoryList)) }
  })

  router.get('/policies/versions/:version', async (ctx) => {
    ctx.body = { rules: await tenants.policies.rulesAt(callerOf(ctx), Number(ctx.params.version)) }
  })

  router.get('/permissions/who', async (ctx) => {
    const { type, action, organId } = queryOf(ctx, WhoQuery)
    ctx.body = await tenants.policies.whoCan(callerOf(ctx), { type: type as ResourceType, action: action as Action, organId })
  })

  router.get('/permissions/people/:id', async (ctx) => {
    ctx.body = await tenants.policies.whatCan(callerOf(ctx), ctx.params.id!)
  })

  return router
}
