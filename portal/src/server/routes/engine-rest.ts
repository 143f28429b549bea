import { bodyParser } from '@koa/bodyparser'
import { engineRest } from '@lianban/engine/rest'
import { API_TOKEN_PREFIX, type TokenHolder } from '@lianban/tenants'
import type { Middleware } from 'koa'
import type { Ctx, State } from '../context.ts'
import { needOf, OWN_TOPICS } from '../engine-rest-rights.ts'
import type { Services } from '../services.ts'
import { credential, tenantOfWorker } from '../worker-credential.ts'

/** Whom the door lets in; the installation's own workers have no token in the database. */
type Holder = Omit<TokenHolder, 'tokenId'> & { tokenId: string | null }

/** A fetch names its topics in the body; it is read here first and not again by the engine's API. */
const FETCH_LIMIT = '1mb'
const PREFIX = /^\/engine-rest(\/engine\/default)?(?=\/|$)/

/**
 * The Camunda-7-compatible API for workers and departmental systems (`Authorization: Bearer`, or the password of Basic). The
 * token says for which tenant, which topics of external tasks and which other operations; see engine-rest-rights.ts.
 * People do not come this way: their calls go through Casbin under /api.
 */
export function engineRestRoutes(services: Services): Middleware<State> {
  const { engine, logger } = services
  const inner = engineRest({
    engine,
    tenantOf: (ctx) => (ctx.state as State).tenantId!,
    authenticate: (ctx) => (ctx.state as { worker?: string }).worker ?? null,
  })
  return async (ctx, next) => {
    const holder = await holderOf(services, ctx)
    if (holder === null) {
      logger.warn({ ip: ctx.ip, path: ctx.path }, 'engine-rest refused')
      ctx.set('WWW-Authenticate', 'Basic realm="engine-rest"')
      return refuse(ctx, 401, '接口令牌无效、已吊销、已到期或不能从该地址使用 / no valid token for this address')
    }
    const missing = await missingRight(services, ctx, holder)
    if (missing !== null) {
      logger.warn({ ip: ctx.ip, path: ctx.path, token: holder.tokenId, missing }, 'engine-rest refused')
      if (holder.tokenId !== null) await services.tenants.apiTokens.recordRefusal({ ...holder, tokenId: holder.tokenId }, ctx.ip, missing)
      return refuse(ctx, 403, `接口令牌没有此项权限,请由安全管理员发放 / the token lacks ${missing}`)
    }
    ctx.state.tenantId = holder.tenantId
    ;(ctx.state as { worker?: string }).worker = holder.tokenId === null ? holder.name : `token:${holder.tokenId}`
    await inner(ctx, next)
  }
}

async function holderOf({ tenants, config }: Services, ctx: Ctx): Promise<Holder | null> {
  const header = ctx.get('Authorization')
  const given = credential(header)
  if (!given.startsWith(API_TOKEN_PREFIX)) {
    const tenantId = await tenantOfWorker(tenants, config.workerToken, header)
    return tenantId === null ? null : { tenantId, tokenId: null, name: 'lianban-workers', topics: OWN_TOPICS, rights: [] }
  }
  const { holder, refusal } = await tenants.apiTokens.check(given, ctx.ip)
  if (refusal !== null || holder === null) return null
  const tenant = (await tenants.directory.list()).find(({ id }) => id === holder.tenantId)
  return tenant && tenant.disabledAt === null ? holder : null
}

/** @returns the name of the right or topic that the holder lacks, or null */
async function missingRight({ engine }: Services, ctx: Ctx, { tenantId, topics, rights }: Holder): Promise<string | null> {
  if (rights.includes('full')) return null
  const need = needOf(ctx.method, ctx.path.replace(PREFIX, ''))
  if ('right' in need) return rights.includes(need.right) ? null : need.right
  const asked = need.topicsOf === 'body' ? await topicsOfBody(ctx) : await topicsOfTask(engine, tenantId, need.taskId)
  const foreign = asked.find((topic) => !topics.includes(topic))
  return foreign === undefined ? null : `topic:${foreign}`
}

async function topicsOfBody(ctx: Ctx): Promise<string[]> {
  // What is not JSON is left for the engine's API to say so: it finds no topics in it either.
  await bodyParser({ enableTypes: ['json'], jsonLimit: FETCH_LIMIT, onError: () => undefined })(ctx as never, async () => {})
  const { topics } = ((ctx.request as { body?: unknown }).body ?? {}) as { topics?: unknown }
  if (!Array.isArray(topics)) return []
  return topics.map((topic) => String((topic as { topicName?: unknown } | null)?.topicName))
}

/** None for a task that is not there: the engine's API says so. */
async function topicsOfTask(engine: Services['engine'], tenantId: string, taskId: string): Promise<string[]> {
  const id = decoded(taskId)
  return id === null ? [] : (await engine.externalTasks.list({ tenantId, ids: [id] }, { limit: 1 })).map(({ topic }) => topic)
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function refuse(ctx: Ctx, status: number, message: string): void {
  ctx.status = status
  ctx.body = JSON.stringify({ type: 'AuthorizationException', message, code: 0 })
  ctx.set('Content-Type', 'application/json')
}
