import Router from '@koa/router'
import type { ParameterizedContext } from 'koa'
import type { State } from '../context.ts'
import { notFound } from '../http-error.ts'
import { oneFile } from '../middlewares/one-file.ts'
import { sendPage } from '../middlewares/plain-page.ts'
import { rateLimit } from '../middlewares/rate-limit.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { verificationPage } from '../present/verification-page.ts'
import type { Services } from '../services.ts'

const WHAT = '该文书或者证照'
/** Requests a minute from one address: people scan one paper after another, programs try codes. */
const PUBLIC_LIMIT_PER_MINUTE = 60

/**
 * Anyone who holds a document may check it: the page behind the QR code, the same as JSON, and a file held against it. No
 * session and nothing that changes, hence before the session with its CSRF check; no personal data beyond what is printed.
 */
export function verifyRoutes({ verification, receipts, config, clock }: Services): Router<State> {
  const router = new Router<State>()
  const fileOf = oneFile({ maxBytes: config.uploadMaxBytes })
  router.use(rateLimit(Math.min(config.rateLimitPerMinute, PUBLIC_LIMIT_PER_MINUTE), clock))

  router.get('/api/public/verify/:code', async (ctx) => {
    ctx.body = there(await verification.document(tenantOf(ctx), ctx.params.code!))
  })

  router.post('/api/public/verify/:code', async (ctx) => {
    const [tenantId, code] = [tenantOf(ctx), ctx.params.code!]
    // A file held against nothing is not even read.
    if (!(await verification.exists(tenantId, code))) throw notFound(WHAT)
    ctx.body = there(await verification.compare(tenantId, code, (await fileOf(ctx)).bytes))
  })

  router.get('/verify/:code', async (ctx) => {
    const document = await verification.document(tenantOf(ctx), ctx.params.code!)
    sendPage(ctx, document ? 200 : 404, verificationPage(document, clock(), { ...(document && (await receiptOffer(ctx))) }))
  })

  router.post('/verify/:code', async (ctx) => {
    const [tenantId, code] = [tenantOf(ctx), ctx.params.code!]
    const document = await verification.document(tenantId, code)
    const compared = document && (await verification.compare(tenantId, code, (await fileOf(ctx)).bytes))
    const more = { ...(compared && { compared }), ...(document && (await receiptOffer(ctx))) }
    sendPage(ctx, document ? 200 : 404, verificationPage(document, clock(), more))
  })

  /** A receipt lets its holder see how the case stands, and rate the service. */
  async function receiptOffer(ctx: ParameterizedContext<State> & { params: Record<string, string> }): Promise<{ receiptCode?: string }> {
    const code = ctx.params.code!
    const file = await receipts.find(tenantOf(ctx), code).catch(() => null)
    return file ? { receiptCode: code } : {}
  }

  return router
}

/** @throws NOT_FOUND, the same for every code that stands for nothing */
function there<T>(found: T | null): T {
  if (found === null) throw notFound(WHAT)
  return found
}
