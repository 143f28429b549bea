import type Router from '@koa/router'
import { newId } from '@lianban/storage'
import type { Context } from 'koa'
import { answer, param, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest, noMatching, RestError } from './errors.ts'
import { flag, is, option, tenantParameters } from './parameters.ts'
import { listRoutes, querySpec } from './query.ts'

/** Things that one batch is done to. */
export const MAX_BATCH = 1000
/** Failures that one answer names. */
const MAX_TOLD = 5

/*
 * Camunda carries a batch out by jobs, and forgets it when they are done. Here all of it is done within the call that
 * asks for it, by the engine's own batches; what is answered has no jobs left, and a look at `/batch/{id}` says that it is
 * done (404), as it does in Camunda. So large ones take several calls.
 */

export type BatchType =
  | 'instance-deletion'
  | 'historic-instance-deletion'
  | 'instance-update-suspension-state'
  | 'instance-modification'
  | 'instance-restart'
  | 'instance-migration'
  | 'set-variables'
  | 'set-job-retries'
  | 'set-external-task-retries'
  | 'correlate-message'

/**
 * Does something to each of these, all of them even if some fail, and answers with the batch.
 * @throws RestError 400 for none or too many, 500 naming those that failed
 */
export async function answerBatch(
  ctx: Context,
  rest: Rest,
  type: BatchType,
  ids: string[],
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  await doAll(ids, work)
  answer(ctx, presentBatch(ctx, rest, type, ids.length))
}

/** The same for Camunda's synchronous operations on many. */
export async function doAll(ids: string[], work: (id: string) => Promise<unknown>): Promise<void> {
  const different = [...new Set(ids)]
  if (different.length === 0) throw invalidRequest('nothing is selected: the list of ids is empty, or the query finds none')
  if (different.length > MAX_BATCH)
    throw invalidRequest(`more than ${MAX_BATCH} are selected, and at most so many are done in one call: narrow the query`)
  const results = await Promise.allSettled(different.map(work))
  const failed = results.flatMap((result, i) =>
    result.status === 'rejected' ? [{ id: different[i]!, reason: result.reason as unknown }] : [],
  )
  if (failed.length === 0) return
  if (failed.length === different.length && different.length === 1) throw failed[0]!.reason
  const told = failed.slice(0, MAX_TOLD).map(({ id, reason }) => `${id}: ${reason instanceof Error ? reason.message : String(reason)}`)
  throw new RestError(
    500,
    'ProcessEngineException',
    `${failed.length} of ${different.length} failed, the others are done. ${told.join('; ')}`,
  )
}

function presentBatch(ctx: Context, { engine, tenantOf, actorOf }: Rest, type: BatchType, count: number): object {
  const at = wireDate(engine.now())
  return {
    id: newId(),
    type,
    totalJobs: count,
    jobsCreated: count,
    batchJobsPerSeed: count,
    invocationsPerBatchJob: 1,
    seedJobDefinitionId: null,
    monitorJobDefinitionId: null,
    batchJobDefinitionId: null,
    suspended: false,
    tenantId: wireTenant(tenantOf(ctx)),
    createUserId: actorOf(ctx).userId,
    startTime: at,
    executionStartTime: at,
  }
}

const BATCHES = querySpec({
  parameters: {
    batchId: is('id'),
    type: is('type'),
    suspended: option('boolean'),
    completed: option('boolean'),
    withFailures: flag(),
    withoutFailures: flag(),
    createdBy: option('string'),
    startedBefore: option('date'),
    startedAfter: option('date'),
    ...tenantParameters,
  },
  sortKeys: { batchId: 'id', startTime: 'id', tenantId: 'tenant_id' },
  order: [],
})

/** No batch is ever under way, and none leaves a history. */
export function batchRoutes(router: Router): void {
  const nothing = { list: () => Promise.resolve([]), count: () => Promise.resolve(0), methods: ['GET' as const] }
  listRoutes(router, '/batch', BATCHES, nothing)
  listRoutes(router, '/batch/statistics', BATCHES, nothing)
  listRoutes(router, '/history/batch', BATCHES, nothing)
  listRoutes(router, '/history/batch/cleanable-batch-report', BATCHES, nothing)
  const gone = (ctx: Context) => {
    throw noMatching(`batch with id '${param(ctx, 'id')}': it is done`)
  }
  router.register('/batch/:id', ['GET', 'DELETE'], gone)
  router.put('/batch/:id/suspended', gone)
  router.register('/history/batch/:id', ['GET', 'DELETE'], gone)
}
