import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { Page } from './shapes.ts'

const Channel = z.enum(['mail', 'web-hook'])
export const OutboxList = Page.extend({
  channel: Channel.optional(),
  target: z.string().max(64).optional(),
  state: z.enum(['waiting', 'sent', 'dead', 'dropped']).optional(),
})
export const ResendDead = z.strictObject({ channel: Channel.optional() })
export const WebHookBody = z.strictObject({
  name: z.string().max(200),
  url: z.string().max(2000),
  events: z.array(z.string().max(64)).max(50),
})
export const WebHookState = z.strictObject({ enabled: z.boolean() })

export const DELIVERY_OPERATIONS: Record<string, Operation> = {
  'GET /api/deliveries': { right: 'delivery:list', summary: '对外投递 Deliveries by mail and web hook', query: OutboxList },
  'POST /api/deliveries/resend': { right: 'delivery:resend', summary: '全部重发 Send again all that were given up', body: ResendDead },
  'POST /api/deliveries/{id}/resend': { right: 'delivery:resend', summary: '重发 Send one again' },
  'GET /api/web-hooks': { right: 'web-hook:list', summary: '事件推送 Web hooks' },
  'POST /api/web-hooks': {
    right: 'web-hook:configure',
    summary: '登记推送地址 Register a hook; its secret is shown this once',
    body: WebHookBody,
  },
  'PUT /api/web-hooks/{id}': { right: 'web-hook:configure', summary: '修改推送地址 Change a hook', body: WebHookBody },
  'PUT /api/web-hooks/{id}/state': { right: 'web-hook:configure', summary: '停用或者启用 Switch a hook off or on', body: WebHookState },
  'POST /api/web-hooks/{id}/secret': { right: 'web-hook:configure', summary: '更换密钥 Replace the secret; the old one is good for a day' },
  'POST /api/web-hooks/{id}/ping': { right: 'web-hook:configure', summary: '测试 Call a hook now' },
}

/** What leaves the house, for the system administrator: deliveries, and the web hooks they go to. */
export function deliveryRoutes({ outbox, webHooks }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/deliveries', async (ctx) => {
    ctx.body = await outbox.list(callerOf(ctx), queryOf(ctx, OutboxList))
  })

  router.post('/deliveries/resend', async (ctx) => {
    ctx.body = { count: await outbox.resendDead(callerOf(ctx), bodyOf(ctx, ResendDead).channel) }
  })

  router.post('/deliveries/:id/resend', async (ctx) => {
    await outbox.resend(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.get('/web-hooks', async (ctx) => {
    ctx.body = { items: await webHooks.list(callerOf(ctx)) }
  })

  router.post('/web-hooks', async (ctx) => {
    ctx.body = await webHooks.create(callerOf(ctx), bodyOf(ctx, WebHookBody))
    ctx.status = 201
  })

  router.put('/web-hooks/:id', async (ctx) => {
    await webHooks.update(callerOf(ctx), ctx.params.id!, bodyOf(ctx, WebHookBody))
    ctx.status = 204
  })

  router.put('/web-hooks/:id/state', async (ctx) => {
    await webHooks.enable(callerOf(ctx), ctx.params.id!, bodyOf(ctx, WebHookState).enabled)
    ctx.status = 204
  })

  router.post('/web-hooks/:id/secret', async (ctx) => {
    ctx.body = await webHooks.rotate(callerOf(ctx), ctx.params.id!)
  })

  router.post('/web-hooks/:id/ping', async (ctx) => {
    ctx.body = await webHooks.ping(callerOf(ctx), ctx.params.id!)
  })

  return router
}
