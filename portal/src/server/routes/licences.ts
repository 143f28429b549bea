import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Materials } from './cases.ts'
import type { Operation } from './operations/operation.ts'
import { idempotencyKeyOf, Page } from './shapes.ts'

export const LicenceList = Page.extend({
  view: z.enum(['mine', 'all']).default('all'),
  state: z.enum(['valid', 'lapsed', 'withdrawn', 'revoked', 'cancelled']).optional(),
  kind: z.string().max(64).optional(),
  due: z.enum(['1']).optional(),
  q: z.string().max(100).optional(),
})
export const LicenceReview = z.strictObject({
  matterKey: z.string().min(1).max(64),
  form: z.record(z.string().max(64), z.json()),
  materials: Materials.default({}),
})
export const Statement = z.strictObject({ text: z.string().max(4000) })

/** Their part of the table of operations. */
export const LICENCE_OPERATIONS: Record<string, Operation> = {
  'GET /api/licences': { right: 'licence:list', summary: '证照 Licences, newest first', query: LicenceList },
  'GET /api/licences/{id}': { right: 'licence:read', summary: '证照详情 One licence with what became of it' },
  'POST /api/licences/{id}/reviews': {
    right: 'licence:open',
    summary: '依职权启动审查 Begin a procedure about a licence ex officio',
    body: LicenceReview,
    idempotent: true,
  },
  'GET /api/matters/{key}/licences': { right: 'matter:read', summary: '可办理本事项的本人证照 Own licences that a matter is for' },
  'POST /api/cases/{id}/statement': {
    right: 'case:make-statement',
    summary: '陈述申辩 Defend oneself before a decision about a licence',
    body: Statement,
    idempotent: true,
  },
}

/** Licences 证照 after the grant: lists, one with its history, what can be begun with it, and the holder's defence. */
export function licenceRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/licences', async (ctx) => {
    const { due, ...query } = queryOf(ctx, LicenceList)
    ctx.body = await cases.listLicences(callerOf(ctx), { ...query, due: due !== undefined })
  })

  router.get('/licences/:id', async (ctx) => {
    ctx.body = await cases.getLicence(callerOf(ctx), ctx.params.id!)
  })

  router.post('/licences/:id/reviews', async (ctx) => {
    const review = { ...bodyOf(ctx, LicenceReview), licenceId: ctx.params.id!, idempotencyKey: idempotencyKeyOf(ctx) }
    ctx.body = await cases.openExOfficio(callerOf(ctx), review)
    ctx.status = 201
  })

  router.get('/matters/:key/licences', async (ctx) => {
    ctx.body = await cases.licenceChoices(callerOf(ctx), ctx.params.key!)
  })

  router.post('/cases/:id/statement', async (ctx) => {
    const statement = { ...bodyOf(ctx, Statement), idempotencyKey: idempotencyKeyOf(ctx) }
    await cases.makeStatement(callerOf(ctx), ctx.params.id!, statement)
    ctx.status = 204
  })

  return router
}
