import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { nameFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

export const ArchiveList = Page.extend({
  q: z.string().max(100).optional(),
  state: z.enum(['building', 'archived', 'failed']).optional(),
})

/** 档案: the archive package of a case, and the archives of an organ. */
export function archiveRoutes({ archives }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/archives', async (ctx) => {
    ctx.body = await archives.list(callerOf(ctx), queryOf(ctx, ArchiveList))
  })

  router.get('/cases/:id/archive', async (ctx) => {
    ctx.body = await archives.ofCase(callerOf(ctx), ctx.params.id!)
  })

  router.post('/cases/:id/archive', async (ctx) => {
    ctx.body = await archives.retry(callerOf(ctx), ctx.params.id!)
  })

  router.get('/cases/:id/archive/package', async (ctx) => {
    const { name, size, content } = await archives.download(callerOf(ctx), ctx.params.id!)
    ctx.type = 'application/zip'
    ctx.length = size
    nameFile(ctx, name)
    ctx.body = content
  })

  return router
}
