import Router from '@koa/router'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { rateLimit } from '../middlewares/rate-limit.ts'
import { callerOf } from '../middlewares/session.ts'
import { storeUpload } from '../middlewares/store-upload.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'

/** Requests a minute from one address: enough for many photographs, too few to look for somebody's. */
const PHONE_LIMIT_PER_MINUTE = 60

/** One material of an application that is filled in, or of a case. */
export const UploadPlace = z.strictObject({
  kind: z.enum(['matter', 'case']),
  about: z.string().min(1).max(64),
  materialKey: z.string().min(1).max(64),
  there: z.int().min(0).max(50).default(0),
})
/** What stands behind the `#` of the address that was scanned. */
export const UploadToken = z.strictObject({ token: z.string().min(1).max(64) })

/** The computer's side: shows an address, sees what comes, takes the address back. */
export function phoneUploadRoutes({ phoneUploads }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/phone-uploads' })

  router.post('/', async (ctx) => {
    ctx.body = await phoneUploads.open(callerOf(ctx), bodyOf(ctx, UploadPlace))
    ctx.status = 201
  })

  router.get('/:id', async (ctx) => {
    ctx.body = await phoneUploads.state(callerOf(ctx), ctx.params.id!)
  })

  router.delete('/:id', async (ctx) => {
    await phoneUploads.end(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  return router
}

/**
 * The telephone's side, which has no session: the token is the right, the key tells the one telephone that opened it. Hence before
 * the session with its CSRF check, whoever may be logged in on that telephone.
 */
export function phoneRoutes(services: Services): Router<State> {
  const { phoneUploads, config, clock } = services
  const router = new Router<State>({ prefix: '/api/phone' })
  const store = storeUpload(services)
  router.use(rateLimit(Math.min(config.rateLimitPerMinute, PHONE_LIMIT_PER_MINUTE), clock))

  router.post('/upload', async (ctx) => {
    ctx.body = await phoneUploads.take(tenantOf(ctx), bodyOf(ctx, UploadToken).token, ctx.ip)
  })

  // The token goes in headers: an address would stand in the logs on the way.
  router.post('/upload/files', async (ctx) => {
    const proof = { token: ctx.get('X-Upload-Token'), key: ctx.get('X-Upload-Key') }
    await phoneUploads.check(tenantOf(ctx), proof)
    ctx.body = await phoneUploads.add(tenantOf(ctx), proof, await store(ctx as Ctx), ctx.ip)
    ctx.status = 201
  })

  return router
}
