import { engineRest } from '@lianban/engine/rest'
import type { Middleware } from 'koa'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'
import { tenantOfWorker } from '../worker-credential.ts'

/**
 * The Camunda-7-compatible API for workers (`Authorization: Bearer` or the password of Basic); the token says for which tenant.
 * People do not come this way: their calls go through Casbin under /api.
 */
export function engineRestRoutes({ engine, config, tenants, logger }: Services): Middleware<State> {
  const inner = engineRest({ engine, tenantOf: (ctx) => (ctx.state as State).tenantId! })
  return async (ctx, next) => {
    const tenantId = await tenantOfWorker(tenants, config.workerToken, ctx.get('Authorization'))
    if (tenantId === null) {
      logger.warn({ ip: ctx.ip, path: ctx.path }, 'engine-rest refused')
      ctx.status = 401
      ctx.set('WWW-Authenticate', 'Basic realm="engine-rest"')
      ctx.body = JSON.stringify({ type: 'AuthorizationException', message: 'worker token expected', code: 0 })
      ctx.set('Content-Type', 'application/json')
      return
    }
    ctx.state.tenantId = tenantId
    await inner(ctx, next)
  }
}
