import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Materials } from './cases.ts'
import { idempotencyKeyOf, Page } from './shapes.ts'

export const DutyList = Page.extend({ state: z.enum(['owed', 'overdue', 'done']).default('owed') })
export const Settlement = z.strictObject({ materials: Materials.default({}), reuse: Materials.default({}) })
export const DebtWaiver = z.strictObject({ reason: z.string().max(500) })
export const CheckResult = z.strictObject({ kept: z.boolean(), finding: z.string().max(2000) })
export const OriginalSeen = z.strictObject({ validUntil: z.iso.date().nullable().optional() })

/** What cases owe 容缺, what was promised 承诺核查, and papers whose original was seen. */
export function dutyRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/debts', async (ctx) => {
    ctx.body = await cases.listDebts(callerOf(ctx), queryOf(ctx, DutyList))
  })

  router.get('/checks', async (ctx) => {
    ctx.body = await cases.listChecks(callerOf(ctx), queryOf(ctx, DutyList))
  })

  router.post('/cases/:id/debts/:material/settlement', async (ctx) => {
    const settlement = { ...bodyOf(ctx, Settlement), idempotencyKey: idempotencyKeyOf(ctx) }
    await cases.settleDebt(callerOf(ctx), ctx.params.id!, ctx.params.material!, settlement)
    ctx.status = 204
  })

  router.post('/cases/:id/debts/:material/waiver', async (ctx) => {
    await cases.waiveDebt(callerOf(ctx), ctx.params.id!, ctx.params.material!, bodyOf(ctx, DebtWaiver))
    ctx.status = 204
  })

  router.post('/cases/:id/check', async (ctx) => {
    await cases.recordCheck(callerOf(ctx), ctx.params.id!, bodyOf(ctx, CheckResult))
    ctx.status = 204
  })

  router.post('/files/:id/verification', async (ctx) => {
    await cases.verifyOriginal(callerOf(ctx), ctx.params.id!, bodyOf(ctx, OriginalSeen))
    ctx.status = 204
  })

  return router
}
