import Router from '@koa/router'
import type { State } from '../context.ts'
import { storeUpload } from '../middlewares/store-upload.ts'
import { sendFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import type { Services } from '../services.ts'

/** Uploads of applicants and clerks, and the files and documents of a case. */
export function fileRoutes(services: Services): Router<State> {
  const { cases, objectsOf } = services
  const router = new Router<State>({ prefix: '/api' })
  const store = storeUpload(services)

  router.post('/uploads', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = await cases.registerUpload(caller, await store(ctx))
    ctx.status = 201
  })

  router.get('/files/:id', async (ctx) => {
    const caller = callerOf(ctx)
    const file = await cases.openFile(caller, ctx.params.id!)
    await sendFile(ctx, objectsOf(caller.tenantId), file, { inline: ctx.query.download === undefined })
  })

  return router
}
