import type Router from '@koa/router'
import { answer, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { readParameters } from './query.ts'

/** The one engine's name, by which it is reachable as well. */
export const ENGINE_NAME = 'default'
/** Whose contract this is; clients choose their features by it. */
const CAMUNDA_VERSION = '7.24.0'

/** Version, the engine's name, and which changes of the schema have been made. */
export function engineInfoRoutes(router: Router, { engine }: Rest): void {
  router.get('/version', (ctx) => answer(ctx, { version: CAMUNDA_VERSION }))
  router.get('/engine', (ctx) => answer(ctx, [{ name: ENGINE_NAME }]))
  router.register('/schema/log', ['GET', 'POST'], async (ctx) => {
    if (ctx.method === 'GET') readParameters(ctx, {})
    const entries = await engine.lists.schemaLog()
    answer(
      ctx,
      entries.map(({ name, at }) => ({ timestamp: wireDate(at), version: name })),
    )
  })
}
