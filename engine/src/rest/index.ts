/** The engine's REST API, compatible with Camunda 7. */
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import type { Context, Middleware, Next } from 'koa'
import { answer, restOf, type RestOptions } from './context.ts'
import { ENGINE_NAME } from './engine-info.ts'
import { invalidRequest, RestError } from './errors.ts'
import { resourceRouter } from './resources.ts'
import { toWireError } from './status.ts'

export { DEFAULT_TENANT, type RestOptions } from './context.ts'

const BASE_PATH = '/engine-rest'
/** The same API, for clients that name the engine. */
const ENGINE_PATH = `${BASE_PATH}/engine/${ENGINE_NAME}`
/** Largest JSON body: several variables of the largest size, so that one that is too large is told by its name. */
const JSON_LIMIT = '24mb'

/**
 * The API under `/engine-rest` and `/engine-rest/engine/default`, as one Koa middleware that leaves all other paths alone.
 * It reads bodies and answers errors itself, so it stands before the host's own middlewares for that.
 */
export function engineRest(options: RestOptions): Middleware {
  const resources = byResource(resourceRouter(restOf(options)))
  const parseBody = bodyParser({
    enableTypes: ['json'],
    jsonLimit: JSON_LIMIT,
    onError: (error) => {
      throw (error as { status?: number }).status === 413
        ? new RestError(413, 'InvalidRequestException', 'the body is too large')
        : invalidRequest(`the body is not JSON: ${error.message}`)
    },
  })

  return async (ctx, next) => {
    if (ctx.path !== BASE_PATH && !ctx.path.startsWith(`${BASE_PATH}/`)) return next()
    try {
      await authenticate(options, ctx)
      await parseBody(ctx, async () => {})
      const path = ctx.path.slice((ctx.path.startsWith(`${ENGINE_PATH}/`) ? ENGINE_PATH : BASE_PATH).length)
      const routes = resources.get(resourceOf(path))
      if (!routes) return await notFound()
      ctx.newRouterPath = path
      await routes(ctx, notFound)
    } catch (error) {
      answerError(options, ctx, error)
    }
  }
}

/** The routes of each resource, because a router looks at all of its routes for every request. */
function byResource(router: Router): Map<string, Middleware> {
  const routers = new Map<string, Router>()
  for (const layer of router.stack) {
    const resource = resourceOf(String(layer.path))
    const one = routers.get(resource) ?? new Router()
    one.stack.push(layer)
    routers.set(resource, one)
  }
  return new Map([...routers].map(([resource, one]) => [resource, one.routes() as unknown as Middleware]))
}

/** `/task/:id/claim`: `task` */
const resourceOf = (path: string): string => path.split('/', 2)[1] ?? ''

async function authenticate({ authenticate: check }: RestOptions, ctx: Context): Promise<void> {
  if (!check) return
  const user = await check(ctx)
  if (user === null) {
    ctx.set('WWW-Authenticate', 'Basic realm="engine-rest"')
    throw new RestError(401, 'AuthorizationException', 'Unauthorized')
  }
  ;(ctx.state as { restUser?: string }).restUser = user
}

const notFound: Next = () => Promise.reject(new RestError(404, 'NotFoundException', 'HTTP 404 Not Found'))

function answerError({ onError }: RestOptions, ctx: Context, error: unknown): void {
  const { status, body, isUnexpected } = toWireError(error)
  if (isUnexpected) (onError ?? ((cause) => ctx.app.emit('error', cause, ctx)))(error, ctx)
  answer(ctx, body, status)
}
