import Router from '@koa/router'
import { createPdfRenderer } from '@lianban/processes'
import type { State } from '../context.ts'
import { DOCUMENT_CSP } from '../middlewares/security-headers.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { ModelQuery } from './studio-shapes.ts'

/** Their part of the table of operations. */
export const STUDIO_SURROUNDING_OPERATIONS: Record<string, Operation> = {
  'GET /api/studio/known': { right: 'studio:read', summary: '单位和岗位 Organs and posts to choose from' },
  'GET /api/studio/projects': { right: 'studio:read', summary: '扩展项目 The extension projects of the county’s plan' },
  'GET /api/studio/models/{matterKey}': { right: 'studio:read', summary: '流程图 The model of a matter', query: ModelQuery },
  'GET /api/studio/drafts/{id}/documents/{key}': {
    right: 'studio:read',
    summary: '文书打印效果 A draft’s document as it prints',
    media: ['application/pdf'],
  },
}

/** What a designer looks at beside the draft. */
export function studioSurroundingRoutes({ studio, config }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/studio' })

  router.get('/known', async (ctx) => {
    ctx.body = await studio.known(callerOf(ctx))
  })

  router.get('/projects', async (ctx) => {
    ctx.body = await studio.projects(callerOf(ctx))
  })

  router.get('/models/:matterKey', async (ctx) => {
    ctx.body = await studio.model(callerOf(ctx), ctx.params.matterKey!, queryOf(ctx, ModelQuery).version)
  })

  router.get('/drafts/:id/documents/:key', async (ctx) => {
    const html = await studio.paper(callerOf(ctx), ctx.params.id!, ctx.params.key!)
    // A browser for this one page: it must not stay behind.
    const renderer = createPdfRenderer({ chromiumPath: config.chromiumPath })
    try {
      ctx.body = await renderer.render(html)
      ctx.type = 'application/pdf'
      ctx.set('Content-Security-Policy', DOCUMENT_CSP)
    } finally {
      await renderer.close()
    }
  })

  return router
}
