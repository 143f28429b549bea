import { extname } from 'node:path'
import Router from '@koa/router'
import type { State } from '../context.ts'
import { DOCUMENT_CSP } from '../middlewares/security-headers.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { ApplicationPreview } from './case-desk.ts'

/** The catalogue: what can be applied for, and the guidance page of each matter. */
export function matterRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/matters' })

  router.get('/', async (ctx) => {
    ctx.body = { items: await cases.listMatters(callerOf(ctx)) }
  })

  router.get('/:key', async (ctx) => {
    ctx.body = await cases.getMatter(callerOf(ctx), ctx.params.key!)
  })

  router.get('/:key/prefill', async (ctx) => {
    ctx.body = await cases.prefill(callerOf(ctx), ctx.params.key!)
  })

  router.get('/:key/reusable-materials', async (ctx) => {
    ctx.body = { items: await cases.reusableMaterials(callerOf(ctx), ctx.params.key!) }
  })

  router.post('/:key/needs', async (ctx) => {
    ctx.body = await cases.jointNeeds(callerOf(ctx), ctx.params.key!, bodyOf(ctx, ApplicationPreview))
  })

  router.get('/:key/samples/:name', async (ctx) => {
    ctx.body = await cases.matterSample(callerOf(ctx), ctx.params.key!, ctx.params.name!)
    // By the name that the package's check allows: png, jpg, pdf.
    ctx.type = extname(ctx.params.name!)
    ctx.set('Content-Security-Policy', DOCUMENT_CSP)
  })

  return router
}
