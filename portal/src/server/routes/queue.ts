import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, paramOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

const Letter = z.string().regex(/^[A-Z]$/)
const WindowNumber = z.int().min(1).max(200)
const Key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
const Name = z.string().trim().min(1).max(100)

const OpenWindow = z.strictObject({ hallId: z.string().max(64), window: WindowNumber, classes: z.array(Letter).min(1).max(26) })
const Transfer = z.union([z.strictObject({ letter: Letter }), z.strictObject({ window: WindowNumber })])
const Hall = z.strictObject({ name: Name, organId: z.string().min(1).max(64), settings: z.json(), version: z.int().min(0) })
const Device = z.strictObject({ hallId: z.string().min(1).max(64), kind: z.enum(['kiosk', 'display']), name: Name })
const Revocation = z.strictObject({ reason: z.string().max(500) })
const Figures = z.strictObject({ hall: z.string().min(1).max(64), from: z.iso.date(), until: z.iso.date() })

/** Their part of the table of operations. */
export const QUEUE_OPERATIONS: Record<string, Operation> = {
  'GET /api/queue/desk': { right: 'queue:call', summary: '窗口叫号 The desk of a window: what stands there and who waits' },
  'POST /api/queue/desk/open': { right: 'queue:call', summary: '开放窗口 Sit down at a window', body: OpenWindow },
  'POST /api/queue/desk/close': { right: 'queue:call', summary: '关闭窗口 Leave the window' },
  'POST /api/queue/desk/next': { right: 'queue:call', summary: '叫下一号 Serve what stands there and call the next' },
  'POST /api/queue/desk/again': { right: 'queue:call', summary: '重呼 Call the same number again' },
  'POST /api/queue/desk/pass': { right: 'queue:call', summary: '过号 Pass over who did not come' },
  'POST /api/queue/desk/serve': { right: 'queue:call', summary: '办结 Serve without calling the next' },
  'POST /api/queue/desk/transfer': { right: 'queue:call', summary: '转窗口或业务 Send on to a class or a window', body: Transfer },
  'POST /api/queue/tickets/{id}/return': { right: 'queue:call', summary: '过号重排 Who was passed over waits again' },
  'GET /api/queue/halls': { right: 'queue:list', summary: '服务大厅 Halls and how they are set up' },
  'PUT /api/queue/halls/{id}': { right: 'queue:configure', summary: '设置大厅 Set a hall up', body: Hall },
  'GET /api/queue/devices': { right: 'queue:register', summary: '大厅设备 Devices that work without a login' },
  'POST /api/queue/devices': { right: 'queue:register', summary: '登记设备 Register a device; its token is shown once', body: Device },
  'POST /api/queue/devices/{id}/revocation': { right: 'queue:register', summary: '停用设备 Put a device out of use', body: Revocation },
  'GET /api/queue/figures': { right: 'queue:figures', summary: '排队统计 Waiting and service by window and class', query: Figures },
}

/** The queue of a hall 排队叫号, for those who work there. */
export function queueRoutes({ queues }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/queue' })

  router.get('/desk', async (ctx) => {
    ctx.body = await queues.desk(callerOf(ctx))
  })
  router.post('/desk/open', async (ctx) => {
    ctx.body = await queues.open(callerOf(ctx), bodyOf(ctx, OpenWindow))
  })
  router.post('/desk/close', async (ctx) => {
    ctx.body = await queues.close(callerOf(ctx))
  })
  router.post('/desk/next', async (ctx) => {
    ctx.body = await queues.next(callerOf(ctx))
  })
  router.post('/desk/again', async (ctx) => {
    ctx.body = await queues.again(callerOf(ctx))
  })
  router.post('/desk/pass', async (ctx) => {
    ctx.body = await queues.pass(callerOf(ctx))
  })
  router.post('/desk/serve', async (ctx) => {
    ctx.body = await queues.serve(callerOf(ctx))
  })
  router.post('/desk/transfer', async (ctx) => {
    ctx.body = await queues.transfer(callerOf(ctx), bodyOf(ctx, Transfer))
  })
  router.post('/tickets/:id/return', async (ctx) => {
    ctx.body = await queues.comeBack(callerOf(ctx), ctx.params.id!)
  })

  router.get('/halls', async (ctx) => {
    ctx.body = { items: await queues.halls(callerOf(ctx)) }
  })
  router.put('/halls/:id', async (ctx) => {
    ctx.body = await queues.changeHall(callerOf(ctx), { ...bodyOf(ctx, Hall), id: paramOf(ctx, 'id', Key) })
  })
  router.get('/devices', async (ctx) => {
    ctx.body = { items: await queues.devices(callerOf(ctx)) }
  })
  router.post('/devices', async (ctx) => {
    ctx.body = await queues.registerDevice(callerOf(ctx), bodyOf(ctx, Device))
    ctx.status = 201
  })
  router.post('/devices/:id/revocation', async (ctx) => {
    await queues.revokeDevice(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Revocation).reason)
    ctx.status = 204
  })
  router.get('/figures', async (ctx) => {
    const { hall, from, until } = queryOf(ctx, Figures)
    ctx.body = await queues.figures(callerOf(ctx), { hallId: hall, from, until })
  })

  return router
}
