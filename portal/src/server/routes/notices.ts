import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

export const NoticeList = Page.extend({ unread: z.enum(['0', '1']).default('0') })

/** A person's own notices 通知. */
export function noticeRoutes({ notices, inboxFeed }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/notices' })

  router.get('/', async (ctx) => {
    const caller = callerOf(ctx)
    const { unread, ...page } = queryOf(ctx, NoticeList)
    ctx.body = { ...(await notices.list(caller, { ...page, unread: unread === '1' })), unread: await notices.countUnread(caller) }
  })

  router.post('/read', async (ctx) => {
    const caller = callerOf(ctx)
    await notices.readAll(caller)
    inboxFeed.changed(caller.tenantId)
    ctx.status = 204
  })

  router.post('/:id/read', async (ctx) => {
    const caller = callerOf(ctx)
    await notices.read(caller, ctx.params.id!)
    inboxFeed.changed(caller.tenantId)
    ctx.status = 204
  })

  return router
}
