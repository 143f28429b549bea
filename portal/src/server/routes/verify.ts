import Router from '@koa/router'
import type { State } from '../context.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { verificationPage } from '../present/verification-page.ts'
import type { Services } from '../services.ts'

/** Anyone who holds a licence may check it: the page behind the QR code, and the same as JSON. No session, no personal data beyond the licence's face. */
export function verifyRoutes({ cases, clock }: Services): Router<State> {
  const router = new Router<State>()

  router.get('/api/public/verify/:code', async (ctx) => {
    ctx.body = (await cases.verifyLicence(tenantOf(ctx), ctx.params.code!)) ?? undefined
  })

  router.get('/verify/:code', async (ctx) => {
    const licence = await cases.verifyLicence(tenantOf(ctx), ctx.params.code!)
    ctx.status = licence ? 200 : 404
    ctx.type = 'html'
    ctx.body = verificationPage(licence, clock())
  })

  return router
}
