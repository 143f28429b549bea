import type { Context } from 'koa'
import type { Actor } from '../index.ts'
import type { Engine } from '../runtime/engine.ts'

/** The tenant of an engine that has one only. On the wire it is "no tenant". */
export const DEFAULT_TENANT = 'default'

export interface RestOptions {
  engine: Engine
  /**
   * Who calls; null is answered with 401. Without it everyone may call: then the host has checked already, or it is a
   * bare engine on one's own machine.
   */
  authenticate?: (ctx: Context) => string | null | Promise<string | null>
  /** The tenant whose data the call sees and changes. Default: {@link DEFAULT_TENANT}. */
  tenantOf?: (ctx: Context) => string
  /**
   * A worker's new fetch ends the one of the same worker that is still waiting: for clients whose broken connections the
   * network does not report. Default false.
   */
  uniqueWorkerRequest?: boolean
  /** Told of errors that are not the caller's. Default: the Koa application's `error` event. */
  onError?: (error: unknown, ctx: Context) => void
}

/** What a route works with. */
export interface Rest {
  engine: Engine
  tenantOf: (ctx: Context) => string
  actorOf: (ctx: Context) => Actor
  uniqueWorkerRequest: boolean
}

/** Whom history names if nobody has logged in. */
const ANONYMOUS = 'rest'

export const restOf = ({ engine, tenantOf = () => DEFAULT_TENANT, uniqueWorkerRequest = false }: RestOptions): Rest => ({
  engine,
  tenantOf,
  uniqueWorkerRequest,
  actorOf: (ctx) => ({ userId: (ctx.state as { restUser?: string }).restUser ?? ANONYMOUS }),
})

/** The tenant's id as Camunda clients see it. */
export const wireTenant = (tenantId: string): string | null => (tenantId === DEFAULT_TENANT ? null : tenantId)

/** Answers with JSON. The content type is exactly `application/json`: with a charset the external task client reads bytes. */
export function answer(ctx: Context, body: unknown, status = 200): void {
  ctx.status = status
  ctx.body = JSON.stringify(body)
  ctx.set('Content-Type', 'application/json')
}

export function answerNothing(ctx: Context): void {
  ctx.status = 204
}

/** A parameter of the path. */
export const param = (ctx: Context, name: string): string => (ctx as Context & { params: Record<string, string> }).params[name]!

/** The one link of deployments and instances, to themselves. The address is the one that was called: `ctx.origin` is the caller's page. */
export const selfLink = (ctx: Context, path: string): object[] => [
  { method: 'GET', href: `${ctx.protocol}://${ctx.host}/engine-rest/${path}`, rel: 'self' },
]
