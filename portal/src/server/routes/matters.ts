import { extname } from 'node:path'
import Router from '@koa/router'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { DOCUMENT_CSP } from '../middlewares/security-headers.ts'
import { callerOf } from '../middlewares/session.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { ApplicationPreview } from './case-desk.ts'

const word = z.string().trim().min(1).max(100)
/** How the catalogue is searched and narrowed. */
export const MatterQuery = z.strictObject({
  q: z.string().trim().max(100).optional(),
  theme: word.optional(),
  event: word.optional(),
  organ: word.optional(),
})

/** The catalogue: what can be applied for, and the guidance page of each matter. */
export function matterRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/matters' })

  router.get('/', async (ctx) => {
    ctx.body = await cases.listMatters(callerOf(ctx), queryOf(ctx, MatterQuery))
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
    sendSample(ctx, ctx.params.name!, await cases.matterSample(callerOf(ctx), ctx.params.key!, ctx.params.name!))
  })

  return router
}

/** The same for whoever has no account: nothing is told but what the implementation list 实施清单 makes public. */
export function guideRoutes({ cases, tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/guide' })

  router.get('/', async (ctx) => {
    const tenantId = tenantOf(ctx)
    const found = await cases.publicCatalogue(tenantId, queryOf(ctx, MatterQuery))
    ctx.body = { ...found, tenant: { name: (await tenants.directory.get(tenantId)).name } }
  })

  router.get('/:key', async (ctx) => {
    const tenantId = tenantOf(ctx)
    const found = await cases.publicMatter(tenantId, ctx.params.key!)
    ctx.body = { ...found, tenant: { name: (await tenants.directory.get(tenantId)).name } }
  })

  router.get('/:key/samples/:name', async (ctx) => {
    sendSample(ctx, ctx.params.name!, await cases.publicSample(tenantOf(ctx), ctx.params.key!, ctx.params.name!))
  })

  return router
}

/** By the name that the package's check allows: png, jpg, pdf. */
function sendSample(ctx: Ctx, name: string, content: Buffer): void {
  ctx.body = content
  ctx.type = extname(name)
  ctx.set('Content-Security-Policy', DOCUMENT_CSP)
}
