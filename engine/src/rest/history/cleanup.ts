import type Router from '@koa/router'
import { answer, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'

/** Removing what is older than its definition's time to live: by itself in the background, or now. */
export function historyCleanupRoutes(router: Router, { engine }: Rest): void {
  router.get('/history/cleanup/configuration', (ctx) => {
    const { intervalMs } = engine.history
    const now = engine.now()
    answer(ctx, {
      batchWindowStartTime: intervalMs === 0 ? null : wireDate(now),
      batchWindowEndTime: intervalMs === 0 ? null : wireDate(now + intervalMs),
      enabled: intervalMs !== 0,
    })
  })
  router.post('/history/cleanup', async (ctx) => answer(ctx, { removedProcessInstances: await engine.history.cleanup() }))
}
