import Router from '@koa/router'
import type { ParameterizedContext } from 'koa'
import { z } from 'zod'
import type { State } from '../context.ts'
import { HttpError } from '../http-error.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { bodyOf, paramOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { IncidentRatingBody, PositionShape } from './linkage.ts'
import type { Operation } from './operations/operation.ts'

const orderNo = z.string().regex(/^[\w-]{1,56}$/)

export const OrderBody = z.strictObject({
  orderNo,
  kind: z.enum(['consult', 'normal', 'hard']),
  category: z.string().regex(/^[BS]\d{4}$/),
  position: z.strictObject(PositionShape),
  place: z.string().trim().min(1).max(200),
  summary: z.string().trim().min(2).max(100),
  description: z.string().trim().max(2000).optional(),
  callerName: z.string().trim().min(1).max(100),
  callerPhone: z.string().trim().min(3).max(30),
})

/** What a token needs for it. */
const HOTLINE_RIGHT = 'hotline:exchange'

/** By a token with the right 'hotline:exchange', never by a session; see docs/hotline.md. */
export const HOTLINE_OPERATIONS: Record<string, Operation> = {
  'POST /api/hotline/orders': { right: 'public', token: true, summary: '12345 工单转入 An order of the hotline', body: OrderBody },
  'GET /api/hotline/orders/{orderNo}': { right: 'public', token: true, summary: '12345 工单进度 How an order stands' },
  'GET /api/hotline/answers': { right: 'public', token: true, summary: '12345 待取答复 Answers not confirmed yet' },
  'POST /api/hotline/orders/{orderNo}/confirmation': {
    right: 'public',
    token: true,
    summary: '12345 确认收到答复 The hotline has the answer',
  },
  'POST /api/hotline/orders/{orderNo}/rating': {
    ...{ right: 'public', token: true, summary: '12345 回访评价 What the caller said of the answer', body: IncidentRatingBody },
  },
}

type HotlineContext = ParameterizedContext<State> & { params: Record<string, string> }

/** The hotline's door: before the session, for a token is all that gives a right here. */
export function hotlineRoutes({ linkage, tenants, inboxFeed }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/hotline' })
  const tenantOfToken = async (ctx: HotlineContext): Promise<string> => {
    const token = /^Bearer (\S+)$/.exec(ctx.get('Authorization'))?.[1]
    if (token === undefined) throw new HttpError(401, 'TOKEN_REQUIRED', '请求缺少接口令牌,请由安全管理员发放')
    const { holder, refusal } = await tenants.apiTokens.check(token, ctx.ip)
    // A token of another county opens nothing at this address.
    if (!holder || refusal !== null || holder.tenantId !== tenantOf(ctx)) throw new HttpError(401, 'TOKEN_INVALID', '接口令牌无效或已过期')
    if (!holder.rights.includes(HOTLINE_RIGHT)) {
      await tenants.apiTokens.recordRefusal(holder, ctx.ip, HOTLINE_RIGHT)
      throw new HttpError(403, 'NOT_AUTHORIZED', '接口令牌没有“12345 工单交换”的权限')
    }
    return holder.tenantId
  }

  router.post('/orders', async (ctx) => {
    const tenantId = await tenantOfToken(ctx)
    ctx.body = await linkage.receiveOrder(tenantId, bodyOf(ctx, OrderBody), ctx.ip)
    inboxFeed.changed(tenantId)
    ctx.status = 201
  })

  router.get('/orders/:orderNo', async (ctx) => {
    ctx.body = await linkage.order(await tenantOfToken(ctx), paramOf(ctx, 'orderNo', orderNo))
  })

  router.get('/answers', async (ctx) => {
    ctx.body = await linkage.answers(await tenantOfToken(ctx))
  })

  router.post('/orders/:orderNo/confirmation', async (ctx) => {
    await linkage.confirmAnswer(await tenantOfToken(ctx), paramOf(ctx, 'orderNo', orderNo))
    ctx.status = 204
  })

  router.post('/orders/:orderNo/rating', async (ctx) => {
    const tenantId = await tenantOfToken(ctx)
    ctx.body = await linkage.rateOrder(tenantId, paramOf(ctx, 'orderNo', orderNo), bodyOf(ctx, IncidentRatingBody), ctx.ip)
    inboxFeed.changed(tenantId)
  })

  return router
}
