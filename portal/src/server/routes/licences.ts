import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Materials } from './cases.ts'
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
