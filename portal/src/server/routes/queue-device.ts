import Router from '@koa/router'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { eventStream } from '../middlewares/event-stream.ts'
import { assertSameSite } from '../middlewares/login-cookies.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

/** What a device was registered with; no page reads it. */
const DEVICE_COOKIE = 'lianban_device'
const DEVICE_PATH = '/api/queue-device'
const COOKIE_LIFE_MS = 366 * 24 * 3_600_000
const LOOK_AGAIN_MS = 5_000

const Pairing = z.strictObject({ token: z.string().min(1).max(100) })
const Taking = z.strictObject({
  letter: z.string().regex(/^[A-Z]$/),
  priority: z.enum(['none', 'elderly', 'disabled', 'soldier', 'booked']).default('none'),
  phone: z
    .string()
    .regex(/^1\d{10}$/)
    .optional(),
})

/** Paired by a token, known by a cookie of its own. */
const DEVICE = { right: 'public', refusals: [401, 409, 422] } as const
/** Their part of the table of operations: for a device that is registered, without a login. */
export const QUEUE_DEVICE_OPERATIONS: Record<string, Operation> = {
  'POST /api/queue-device/pairing': { ...DEVICE, summary: '设备配对 A device shows the token it was registered with', body: Pairing },
  'GET /api/queue-device/kiosk': { ...DEVICE, summary: '取号机 Classes of business, who waits, how long' },
  'POST /api/queue-device/tickets': { ...DEVICE, summary: '取号 Take a number', body: Taking },
  'GET /api/queue-device/board': { ...DEVICE, summary: '大屏 The last calls' },
  'GET /api/queue-device/board/stream': {
    ...DEVICE,
    summary: '大屏实时 The last calls, live (server-sent events)',
    media: ['text/event-stream'],
  },
}

/** Devices of a hall: kiosk and display. No session gives them a right, but the token of the device, hence before the session. */
export function queueDeviceRoutes({ queues, queueFeed, logger }: Services): Router<State> {
  const router = new Router<State>({ prefix: DEVICE_PATH })
  const deviceOf = (ctx: Ctx, kind?: 'kiosk' | 'display') => queues.device(tenantOf(ctx), ctx.cookies.get(DEVICE_COOKIE), kind)

  router.post('/pairing', async (ctx) => {
    assertSameSite(ctx)
    const { token } = bodyOf(ctx, Pairing)
    const { kind, name } = await queues.device(tenantOf(ctx), token)
    ctx.cookies.set(DEVICE_COOKIE, token, {
      ...{ httpOnly: true, sameSite: 'strict', secure: ctx.secure, path: DEVICE_PATH, maxAge: COOKIE_LIFE_MS, overwrite: true },
    })
    ctx.body = { kind, name }
  })

  router.get('/kiosk', async (ctx) => {
    ctx.body = await queues.kiosk(await deviceOf(ctx, 'kiosk'))
  })

  router.post('/tickets', async (ctx) => {
    assertSameSite(ctx)
    ctx.body = await queues.take(await deviceOf(ctx, 'kiosk'), { ...bodyOf(ctx, Taking), ip: ctx.ip })
    ctx.status = 201
  })

  router.get('/board', async (ctx) => {
    ctx.body = await queues.board(await deviceOf(ctx, 'display'))
  })

  router.get('/board/stream', async (ctx) => {
    const device = await deviceOf(ctx, 'display')
    const token = ctx.cookies.get(DEVICE_COOKIE)
    await eventStream(ctx, {
      subscribe: (notify) => queueFeed.subscribe(`${device.tenant_id}/${device.hall_id}`, notify),
      tell: async (say) => say('board', await queues.board(device)),
      againMs: LOOK_AGAIN_MS,
      // A device that is put out of use is cut off.
      mayGoOn: () =>
        queues.device(device.tenant_id, token, 'display').then(
          () => true,
          () => false,
        ),
      onError: (error) => logger.warn({ err: error }, 'queue display'),
    })
  })

  return router
}
