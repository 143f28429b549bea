import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import type { Context, Middleware } from 'koa'
import { EngineError } from '../runtime/errors.ts'
import type { Engine } from '../runtime/engine.ts'
import type { LockedExternalTask } from '../runtime/external-tasks.ts'
import { fromTypedValues, toTypedValues, type TypedValue } from './typed-values.ts'
import { statusOf } from './status.ts'

const MAX_LONG_POLL_MS = 1_800_000

export interface EngineRestOptions {
  engine: Engine
  tenantOf: (ctx: Context) => string
}

interface WorkerBody {
  workerId: string
  variables?: Record<string, TypedValue>
  errorMessage?: string
  errorDetails?: string
  errorCode?: string
  retries?: number
  retryTimeout?: number
  lockDuration?: number
  newDuration?: number
}

/** The Camunda 7 external task API under /engine-rest, as camunda-external-task-client-js speaks it. */
export function engineRest({ engine, tenantOf }: EngineRestOptions): Middleware {
  const router = new Router({ prefix: '/engine-rest' })
  const { externalTasks } = engine
  router.get('/version', (ctx) => answer(ctx, { version: '7.24.0' }))
  router.post('/external-task/fetchAndLock', async (ctx) => answer(ctx, (await fetchAndLock(engine, tenantOf(ctx), ctx)).map(presentTask)))
  const post = (verb: string, run: (call: WorkerBody & { tenantId: string; taskId: string }) => Promise<void>) =>
    router.post(`/external-task/:id/${verb}`, async (ctx) => {
      await run({ ...bodyOf<WorkerBody>(ctx), tenantId: tenantOf(ctx), taskId: ctx.params.id! })
      ctx.status = 204
    })
  post('complete', ({ variables, ...call }) => externalTasks.complete({ ...call, typedVariables: fromTypedValues(variables) }))
  post('failure', ({ variables: _, errorMessage = '', retries = 0, retryTimeout = 0, ...call }) => externalTasks.fail({ ...call, errorMessage, retries, retryTimeout }))
  post('bpmnError', ({ variables, errorCode = '', ...call }) => externalTasks.bpmnError({ ...call, errorCode, typedVariables: fromTypedValues(variables) }))
  post('lock', ({ variables: _, lockDuration = 0, ...call }) => externalTasks.lock({ ...call, lockDuration }))
  post('extendLock', ({ variables: _, newDuration = 0, ...call }) => externalTasks.extendLock({ ...call, newDuration }))
  post('unlock', ({ tenantId, taskId }) => externalTasks.unlock({ tenantId, taskId }))
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: '4mb' }) as Middleware
  const routes = router.routes() as unknown as Middleware
  return (ctx, next) => errors(ctx, async () => void (await parse(ctx, async () => void (await routes(ctx, next)))))
}

interface FetchBody {
  workerId: string
  maxTasks?: number
  usePriority?: boolean
  asyncResponseTimeout?: number
  topics?: { topicName: string; lockDuration: number; variables?: string[] | null; businessKey?: string }[]
}

/** Long polling: waits for a task until the time-out, and frees what it locked for a client that has gone. */
async function fetchAndLock(engine: Engine, tenantId: string, ctx: Context): Promise<LockedExternalTask[]> {
  const { workerId, maxTasks = 10, usePriority = true, asyncResponseTimeout = 0, topics = [] } = bodyOf<FetchBody>(ctx)
  const deadline = Date.now() + Math.min(asyncResponseTimeout, MAX_LONG_POLL_MS)
  for (;;) {
    const tasks = await engine.externalTasks.fetchAndLock({ tenantId, workerId, maxTasks, usePriority, topics })
    if (ctx.req.destroyed || ctx.res.destroyed) {
      if (tasks.length > 0) await engine.externalTasks.release({ tenantId, workerId, taskIds: tasks.map(({ row }) => row.id) })
      return []
    }
    if (tasks.length > 0 || Date.now() >= deadline || engine.closing.aborted) return tasks
    await available(engine, Math.min(deadline - Date.now(), 5_000))
  }
}

function available(engine: Engine, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      stop()
      engine.closing.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, waitMs)
    const stop = engine.externalTasks.onAvailable(end)
    engine.closing.addEventListener('abort', end)
  })
}

const date = (at: number): string => new Date(at).toISOString().replace('Z', '+0000')

function presentTask({ row, lockExpiresAt, variables }: LockedExternalTask) {
  return {
    id: row.id, topicName: row.topic, workerId: row.worker_id, activityId: row.element_id, activityInstanceId: row.id, executionId: row.id,
    processInstanceId: row.instance_id, processDefinitionId: row.definition_id, processDefinitionKey: row.definition_key,
    businessKey: row.business_key, priority: -row.fetch_rank, retries: row.retries, errorMessage: row.error_message,
    lockExpirationTime: date(lockExpiresAt), createTime: date(row.created_at), variables: toTypedValues(variables),
    extensionProperties: row.properties,
  }
}

const bodyOf = <T>(ctx: Context): T => ((ctx.request as unknown as { body?: T }).body ?? {}) as T

/** The client takes JSON only from exactly `application/json`, without a charset. */
function answer(ctx: Context, body: unknown): void {
  ctx.body = JSON.stringify(body)
  ctx.set('Content-Type', 'application/json')
}

const errors: Middleware = async (ctx, next) => {
  try {
    await next()
    if (ctx.status === 404 && !ctx.body) throw new EngineError('INSTANCE_NOT_FOUND', `there is no ${ctx.method} ${ctx.path}`)
  } catch (error) {
    const { status, type } = statusOf(error)
    answer(ctx, { type, message: (error as Error).message, code: 0 })
    ctx.status = status
  }
}
