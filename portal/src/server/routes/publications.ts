import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

const key = z.string().min(1).max(64)
const text = (max: number) => z.string().max(max).nullable().optional()
const version = z.int().min(1)
const reason = z.string().max(1000)

export const PublicationList = Page.extend({
  q: z.string().max(100).optional(),
  organ: key.optional(),
  matter: key.optional(),
  state: z.enum(['public', 'withheld', 'withdrawn']).optional(),
})
export const PublicationCorrection = z.strictObject({
  version,
  reason,
  fields: z.strictObject({
    holderName: text(191),
    holderCode: text(64),
    documentName: text(191),
    licenceName: text(191),
    content: text(2000),
    validFrom: text(10),
    validUntil: text(10),
    validity: text(10),
  }),
})
export const PublicationWithdrawal = z.strictObject({ version, reason })

/** 双公示 at the desks: what was published and what was not, and putting right what is wrong. */
export function publicationRoutes({ publications }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/publications', async (ctx) => {
    ctx.body = await publications.list(callerOf(ctx), queryOf(ctx, PublicationList))
  })

  router.post('/publications/:id/correction', async (ctx) => {
    const { fields, ...rest } = bodyOf(ctx, PublicationCorrection)
    const given = Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string | null] => entry[1] !== undefined))
    await publications.correct(callerOf(ctx), ctx.params.id!, { ...rest, fields: given })
    ctx.status = 204
  })

  router.post('/publications/:id/withdrawal', async (ctx) => {
    await publications.withdraw(callerOf(ctx), ctx.params.id!, bodyOf(ctx, PublicationWithdrawal))
    ctx.status = 204
  })

  return router
}
