import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

const text = z.string().max(500)
export const EmergencyOpening = z.strictObject({ caseNo: z.string().min(1).max(64), reason: text, code: z.string().min(1).max(64) })
export const EmergencyReview = z.strictObject({ outcome: z.enum(['justified', 'unjustified']), note: text })
export const EmergencyList = Page.extend({
  open: z
    .enum(['true', 'false'])
    .transform((v) => v === 'true')
    .default(false),
})

/** Emergency access 应急访问 to one case: opened, looked at by those who review, judged. */
export function emergencyRoutes({ cases, tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/emergency-access' })

  router.post('/', async (ctx) => {
    ctx.body = await cases.openEmergencyAccess(callerOf(ctx), bodyOf(ctx, EmergencyOpening))
    ctx.status = 201
  })

  router.get('/own', async (ctx) => {
    ctx.body = { items: await tenants.emergencyAccess.own(callerOf(ctx)) }
  })

  router.get('/', async (ctx) => {
    ctx.body = await tenants.emergencyAccess.list(callerOf(ctx), queryOf(ctx, EmergencyList))
  })

  router.post('/:id/review', async (ctx) => {
    await tenants.emergencyAccess.review(callerOf(ctx), ctx.params.id!, bodyOf(ctx, EmergencyReview))
    ctx.status = 204
  })

  return router
}
