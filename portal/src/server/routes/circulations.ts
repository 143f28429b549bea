import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { idempotencyKeyOf, Page } from './shapes.ts'

const Id = z.string().min(1).max(64)
/** At most as many persons as a circulation takes. */
const Ids = z.array(Id).max(500)
export const Circulation = z.strictObject({
  to: z.strictObject({
    users: Ids.default([]),
    posts: z
      .array(z.strictObject({ organId: Id, post: Id }))
      .max(100)
      .default([]),
  }),
  note: z.string().max(500).optional(),
})
export const ReaderList = Page.extend({ unread: z.enum(['0', '1']).default('0') })
export const CirculationEnd = z.strictObject({ reason: z.string().max(500), userIds: Ids.min(1).optional() })
export const ReadingReply = z.strictObject({ text: z.string().max(2000) })
export const ReadingList = Page.extend({ unread: z.enum(['0', '1']).default('0'), q: z.string().max(100).optional() })

/** Circulations 传阅: sent round by who acts in a case, read by whom they are sent to. */
export function circulationRoutes({ cases, inboxFeed }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/cases/:id/circulations', async (ctx) => {
    ctx.body = { items: await cases.listCirculations(callerOf(ctx), ctx.params.id!) }
  })

  router.post('/cases/:id/circulations', async (ctx) => {
    const request = bodyOf(ctx, Circulation)
    ctx.body = await cases.circulate(callerOf(ctx), ctx.params.id!, { ...request, idempotencyKey: idempotencyKeyOf(ctx) })
    ctx.status = 201
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.post('/cases/:id/opening', async (ctx) => {
    const opened = await cases.openReading(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
    if (opened > 0) inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.get('/circulations', async (ctx) => {
    const { unread, ...query } = queryOf(ctx, ReadingList)
    ctx.body = await cases.readings(callerOf(ctx), { ...query, unread: unread === '1' })
  })

  router.get('/circulations/:id/readers', async (ctx) => {
    const { unread, ...page } = queryOf(ctx, ReaderList)
    ctx.body = await cases.listReaders(callerOf(ctx), ctx.params.id!, { ...page, unread: unread === '1' })
  })

  router.post('/circulations/:id/chase', async (ctx) => {
    ctx.body = { told: await cases.chaseReaders(callerOf(ctx), ctx.params.id!) }
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.post('/circulations/:id/cancellation', async (ctx) => {
    ctx.body = { ended: await cases.cancelCirculation(callerOf(ctx), ctx.params.id!, bodyOf(ctx, CirculationEnd)) }
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.post('/circulations/:id/reply', async (ctx) => {
    await cases.replyToReading(callerOf(ctx), ctx.params.id!, bodyOf(ctx, ReadingReply).text)
    ctx.status = 204
  })

  return router
}
