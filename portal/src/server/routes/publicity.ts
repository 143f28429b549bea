import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { sendPage } from '../middlewares/plain-page.ts'
import { rateLimit } from '../middlewares/rate-limit.ts'
import { nameFile, SHEET_TYPES } from '../middlewares/send-file.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { queryOf } from '../middlewares/validate.ts'
import { publicityPage } from '../present/publicity-page.ts'
import type { Services } from '../services.ts'

/** Requests a minute from one address: people turn pages, programs copy the lot by the download. */
const PUBLIC_LIMIT_PER_MINUTE = 60
/** A page for people. */
const PAGE_ROWS = 20

const search = { q: z.string().max(100).optional(), organ: z.string().max(64).optional(), matter: z.string().max(64).optional() }
const after = z.string().max(200).optional()
export const PublicitySearch = z.strictObject({ ...search, after, limit: z.coerce.number().int().min(1).max(100).default(PAGE_ROWS) })
export const PublicityDownload = z.strictObject({ ...search, format: z.enum(['csv', 'xlsx']) })

/** 双公示: decisions that anyone may read, as a page, as JSON and as files. No session, and nothing that changes. */
export function publicityRoutes({ publications, tenants, config, clock }: Services): Router<State> {
  const router = new Router<State>()
  router.use(['/publicity', '/api/publicity'], rateLimit(Math.min(config.rateLimitPerMinute, PUBLIC_LIMIT_PER_MINUTE), clock))

  router.get('/api/publicity', async (ctx) => {
    const { limit, after: from, ...asked } = queryOf(ctx, PublicitySearch)
    ctx.body = await publications.search(tenantOf(ctx), asked, { limit, after: from })
  })

  router.get('/api/publicity/download', async (ctx) => {
    const { format, ...asked } = queryOf(ctx, PublicityDownload)
    ctx.body = await publications.download(tenantOf(ctx), asked, format)
    ctx.type = SHEET_TYPES[format]
    nameFile(ctx, `行政许可公示.${format}`)
  })

  router.get('/publicity', async (ctx) => {
    // A person mistypes an address: what is not understood is left out, not refused.
    const parsed = PublicitySearch.safeParse(ctx.query)
    const { limit, after: from, ...asked } = parsed.success ? parsed.data : PublicitySearch.parse({})
    const { name } = await tenants.directory.get(tenantOf(ctx))
    const found = await publications.search(tenantOf(ctx), asked, { limit, after: from })
    sendPage(ctx, 200, publicityPage({ countyName: name, search: asked, isFirst: from === undefined, found, now: clock() }))
  })

  return router
}
