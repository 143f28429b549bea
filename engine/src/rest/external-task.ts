import type Router from '@koa/router'
import type { ExternalTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { answerBatch, doAll } from './batch.ts'
import { answer, answerNothing, param, type Rest } from './context.ts'
import { doesNotExist } from './errors.ts'
import { fetchRoutes, MAX_LOCK_MS } from './external-task-fetch.ts'
import { externalTaskQuery, presentExternalTask } from './external-task-query.ts'
import { keyText, readBody, typedValues } from './input.ts'
import { option } from './parameters.ts'
import { listRoutes, readFilter, readParameters } from './query.ts'
import { selectedInstances, selection } from './selected-instances.ts'
import { selectedIds } from './selected-ids.ts'
import { readVariables } from './typed-values.ts'

const duration = z.number().int().positive().max(MAX_LOCK_MS)
const retries = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
const Complete = z.strictObject({ workerId: keyText, variables: typedValues.nullish(), localVariables: typedValues.nullish() })
const Failure = z.strictObject({
  workerId: keyText,
  errorMessage: z.string().nullish(),
  errorDetails: z.string().nullish(),
  retries: retries.nullish(),
  retryTimeout: z.number().int().min(0).max(MAX_LOCK_MS).nullish(),
  variables: typedValues.nullish(),
  localVariables: typedValues.nullish(),
})
const BpmnError = z.strictObject({
  workerId: keyText,
  errorCode: keyText,
  errorMessage: z.string().nullish(),
  variables: typedValues.nullish(),
})
const Retries = z.strictObject({ retries })
const ManyRetries = z.strictObject({
  retries,
  externalTaskIds: z.array(z.string()).nullish(),
  externalTaskQuery: z.record(z.string(), z.unknown()).nullish(),
  processInstanceIds: selection.processInstanceIds,
  processInstanceQuery: selection.processInstanceQuery,
  historicProcessInstanceQuery: selection.historicProcessInstanceQuery,
})
const TOPIC_NAMES = { withLockedTasks: option('flag'), withUnlockedTasks: option('flag'), withRetriesLeft: option('flag') }

export function externalTaskRoutes(router: Router, rest: Rest): void {
  fetchRoutes(router, rest)
  manyTasksRoutes(router, rest)
  queryRoutes(router, rest)
  workRoutes(router, rest)
}

function workRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  const { externalTasks } = engine
  const task = (ctx: Context) => ({ tenantId: tenantOf(ctx), taskId: param(ctx, 'id') })
  /** A route that reads a body, does one thing and answers nothing. */
  const act = <T>(method: 'POST' | 'PUT', verb: string, schema: z.ZodType<T>, work: (ctx: Context, body: T) => Promise<void>) =>
    router.register(`/external-task/:id/${verb}`, [method], async (ctx) => {
      await work(ctx, readBody(ctx, schema))
      answerNothing(ctx)
    })

  act('POST', 'complete', Complete, (ctx, { workerId, variables, localVariables }) =>
    externalTasks.complete({
      ...task(ctx),
      workerId,
      typedVariables: readVariables(variables),
      localVariables: readVariables(localVariables),
    }),
  )
  act('POST', 'failure', Failure, (ctx, { workerId, errorMessage, errorDetails, retries: left, retryTimeout, variables, localVariables }) =>
    externalTasks.fail({
      ...task(ctx),
      workerId,
      errorMessage: errorMessage ?? '',
      errorDetails,
      retries: left ?? 0,
      retryTimeout: retryTimeout ?? 0,
      typedVariables: readVariables(variables),
      localVariables: readVariables(localVariables),
    }),
  )
  act('POST', 'bpmnError', BpmnError, (ctx, { workerId, errorCode, errorMessage, variables }) =>
    externalTasks.bpmnError({ ...task(ctx), workerId, errorCode, errorMessage, typedVariables: readVariables(variables) }),
  )
  act('POST', 'lock', z.strictObject({ workerId: keyText, lockDuration: duration }), (ctx, { workerId, lockDuration }) =>
    externalTasks.lock({ ...task(ctx), workerId, lockDuration }),
  )
  act('POST', 'extendLock', z.strictObject({ workerId: keyText, newDuration: duration }), (ctx, { workerId, newDuration }) =>
    externalTasks.extendLock({ ...task(ctx), workerId, newDuration }),
  )
  // Comes without a body and without a content type.
  act('POST', 'unlock', z.unknown(), (ctx) => externalTasks.unlock(task(ctx)))
  act('PUT', 'retries', Retries, (ctx, { retries: left }) => externalTasks.setRetries({ ...task(ctx), retries: left, actor: actorOf(ctx) }))
  act('PUT', 'priority', z.strictObject({ priority: z.number().int() }), (ctx, { priority }) =>
    engine.administration.setExternalTaskPriority({ ...task(ctx), priority }),
  )
}

function manyTasksRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const spec = externalTaskQuery(engine.now)
  const idsOf = async (
    ctx: Context,
    { externalTaskIds, externalTaskQuery: query, retries: _, ...ofInstances }: z.output<typeof ManyRetries>,
  ): Promise<string[]> => {
    const instanceIds = await selectedInstances(ctx, rest, ofInstances)
    const groups = [
      ...(query ? [readFilter(query, spec)] : []),
      ...(instanceIds.length > 0 ? [[{ column: 'instance_id', op: 'in' as const, values: instanceIds }]] : []),
    ]
    const found = groups.length === 0 ? [] : await selectedIds(ctx, rest, 'external_task', [{ any: groups }])
    return [...(externalTaskIds ?? []), ...found]
  }
  const set = (ctx: Context, left: number) => (taskId: string) =>
    engine.externalTasks.setRetries({ tenantId: tenantOf(ctx), taskId, retries: left, actor: actorOf(ctx) })
  router.put('/external-task/retries', async (ctx) => {
    const body = readBody(ctx, ManyRetries)
    await doAll(await idsOf(ctx, body), set(ctx, body.retries))
    answerNothing(ctx)
  })
  router.post('/external-task/retries-async', async (ctx) => {
    const body = readBody(ctx, ManyRetries)
    await answerBatch(ctx, rest, 'set-external-task-retries', await idsOf(ctx, body), set(ctx, body.retries))
  })
}

function queryRoutes(router: Router, { engine, tenantOf }: Rest): void {
  listRoutes(router, '/external-task', externalTaskQuery(engine.now), {
    list: async (ctx, query) => {
      const rows = await engine.lists.list<ExternalTaskRow>('external_task', { tenantId: tenantOf(ctx), ...query })
      const tags = await versionTags(engine, tenantOf(ctx), rows)
      return rows.map((row) => presentExternalTask(row, tags.get(row.definition_id) ?? null))
    },
    count: (ctx, { where }) => engine.lists.count('external_task', { tenantId: tenantOf(ctx), where }),
  })
  router.get('/external-task/topic-names', async (ctx) => {
    const { withLockedTasks, withUnlockedTasks, withRetriesLeft } = readParameters(ctx, TOPIC_NAMES)
    const { parameters } = externalTaskQuery(engine.now)
    const where = [
      ...(withLockedTasks ? parameters.locked.where() : []),
      ...(withUnlockedTasks ? parameters.notLocked.where() : []),
      ...(withRetriesLeft ? [{ column: 'exhausted', op: '=' as const, value: 0 }] : []),
    ]
    const topics = await engine.lists.countBy('external_task', ['topic'], { tenantId: tenantOf(ctx), where })
    answer(ctx, topics.map(({ topic }) => topic!).sort())
  })
  const found = async (ctx: Context) => {
    const row = await engine.externalTasks.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw doesNotExist(`External task with id ${param(ctx, 'id')}`, 'RestException')
    return row
  }
  router.get('/external-task/:id', async (ctx) => {
    const row = await found(ctx)
    const tags = await versionTags(engine, tenantOf(ctx), [row])
    answer(ctx, presentExternalTask(row, tags.get(row.definition_id) ?? null))
  })
  router.get('/external-task/:id/errorDetails', async (ctx) => {
    ctx.body = (await found(ctx)).error_details ?? ''
    ctx.set('Content-Type', 'text/plain; charset=utf-8')
  })
}

async function versionTags(engine: Rest['engine'], tenantId: string, rows: ExternalTaskRow[]): Promise<Map<string, string | null>> {
  const ids = [...new Set(rows.map((row) => row.definition_id))]
  const definitions = ids.length > 0 ? await engine.definitions.list({ tenantId, ids }, { limit: ids.length }) : []
  return new Map(definitions.map(({ id, versionTag }) => [id, versionTag]))
}
