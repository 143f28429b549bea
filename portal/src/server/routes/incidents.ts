import Router from '@koa/router'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

/** Cases that stand still because a machine, not a person, could not go on. */
export function incidentRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/incidents' })

  router.get('/', async (ctx) => {
    ctx.body = await cases.listIncidents(callerOf(ctx), queryOf(ctx, Page))
  })

  router.post('/:id/retry', async (ctx) => {
    await cases.retryIncident(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  return router
}
