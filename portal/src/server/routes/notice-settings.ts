import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { Code } from './shapes.ts'

export const MailAddress = z.strictObject({ address: z.string().min(1).max(254) })
export const MailCode = z.strictObject({ code: Code })
export const NoticeChoices = z.strictObject({
  choices: z.array(z.strictObject({ kind: z.string().max(32), app: z.boolean(), mail: z.boolean() })).max(50),
})

export const NOTICE_SETTING_OPERATIONS: Record<string, Operation> = {
  'GET /api/account/notices': { right: 'own', summary: "通知方式 How one's own notices come" },
  'PUT /api/account/notices': { right: 'own', summary: '选择通知方式 Choose which kinds come where', body: NoticeChoices },
  'POST /api/account/mail': { right: 'own', summary: '设置接收邮箱 Have a code sent to a mailbox', body: MailAddress },
  'POST /api/account/mail/confirmation': { right: 'own', summary: '验证接收邮箱 Prove the mailbox by its code', body: MailCode },
  'DELETE /api/account/mail': { right: 'own', summary: '取消接收邮箱 No mail any more' },
}

/** How a person wants to be told: his own business. */
export function noticeSettingRoutes({ noticeSettings }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/account' })

  router.get('/notices', async (ctx) => {
    ctx.body = await noticeSettings.get(callerOf(ctx))
  })

  router.put('/notices', async (ctx) => {
    await noticeSettings.choose(callerOf(ctx), bodyOf(ctx, NoticeChoices).choices)
    ctx.status = 204
  })

  router.post('/mail', async (ctx) => {
    await noticeSettings.propose(callerOf(ctx), bodyOf(ctx, MailAddress).address)
    ctx.status = 204
  })

  router.post('/mail/confirmation', async (ctx) => {
    await noticeSettings.confirm(callerOf(ctx), bodyOf(ctx, MailCode).code)
    ctx.status = 204
  })

  router.delete('/mail', async (ctx) => {
    await noticeSettings.remove(callerOf(ctx))
    ctx.status = 204
  })

  return router
}
