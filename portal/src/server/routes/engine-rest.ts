import { timingSafeEqual } from 'node:crypto'
import { engineRest } from '@lianban/engine/rest'
import type { Middleware } from 'koa'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'

/**
 * The Camunda-7-compatible API for workers, behind one token of the installation (`Authorization: Bearer` or the password of Basic).
 * People do not come this way: their calls go through Casbin under /api.
 */
export function engineRestRoutes({ engine, config, tenantId, logger }: Services): Middleware<State> {
  const inner = engineRest({ engine, tenantOf: () => tenantId })
  return async (ctx, next) => {
    if (!sameSecret(credential(ctx.get('Authorization')), config.workerToken)) {
      logger.warn({ ip: ctx.ip, path: ctx.path }, 'engine-rest refused')
      ctx.status = 401
      ctx.set('WWW-Authenticate', 'Basic realm="engine-rest"')
      ctx.body = JSON.stringify({ type: 'AuthorizationException', message: 'worker token expected', code: 0 })
      ctx.set('Content-Type', 'application/json')
      return
    }
    await inner(ctx, next)
  }
}

function credential(header: string): string {
  if (header.startsWith('Bearer ')) return header.slice('Bearer '.length)
  if (header.startsWith('Basic ')) return Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8').split(':').slice(1).join(':')
  return ''
}

function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
