import Router from '@koa/router'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'

/** For a load balancer: 200 while the database answers. */
export function healthRoutes({ database }: Services): Router<State> {
  const router = new Router<State>()
  router.get('/healthz', async (ctx) => {
    await database.raw('select 1')
    ctx.body = { status: 'ok' }
  })
  return router
}
