import { randomUUID } from 'node:crypto'
import type { Middleware } from 'koa'
import type { Logger } from 'pino'
import type { State } from '../context.ts'

/** One line a request; no bodies, no query values: they hold personal data. */
export function requestLog(logger: Logger): Middleware<State> {
  return async (ctx, next) => {
    const startedAt = performance.now()
    ctx.state.requestId = randomUUID()
    ctx.set('X-Request-Id', ctx.state.requestId)
    await next()
    logger.info({
      requestId: ctx.state.requestId,
      method: ctx.method,
      path: ctx.path,
      status: ctx.status,
      ms: Math.round(performance.now() - startedAt),
      user: ctx.state.caller?.userId,
      ip: ctx.ip,
    })
  }
}
