import type Router from '@koa/router'
import type { ExternalTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { FetchTopic, LockedExternalTask } from '../runtime/external-tasks.ts'
import { answer, answerNothing, DEFAULT_TENANT, param, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest, noMatching } from './errors.ts'
import { keyText, pageOf, paging, query, readBody, readListQuery, sorting, typedValues } from './input.ts'
import { LongPolls, MAX_WAIT_MS } from './long-poll.ts'
import { activityInstanceId } from './process-instance.ts'
import { readValues, readVariables, wireVariables } from './typed-values.ts'

/** Topics of one fetch, and the longest lock in milliseconds (a year). */
const MAX_TOPICS = 100
const MAX_LOCK_MS = 366 * 24 * 60 * 60 * 1000

const duration = z.number().int().positive().max(MAX_LOCK_MS)
const Topic = z.strictObject({
  topicName: keyText,
  lockDuration: duration,
  variables: z.array(z.string()).nullish(),
  localVariables: z.boolean().nullish(),
  deserializeValues: z.boolean().nullish(),
  businessKey: z.string().nullish(),
  processDefinitionId: z.string().nullish(),
  processDefinitionIdIn: z.array(z.string()).nullish(),
  processDefinitionKey: z.string().nullish(),
  processDefinitionKeyIn: z.array(z.string()).nullish(),
  processDefinitionVersionTag: z.string().nullish(),
  processVariables: z.record(z.string(), z.unknown()).nullish(),
  tenantIdIn: z.array(z.string()).nullish(),
  withoutTenantId: z.boolean().nullish(),
  includeExtensionProperties: z.boolean().nullish(),
})
const Fetch = z.strictObject({
  workerId: keyText,
  maxTasks: z.number().int().min(0).max(1000),
  usePriority: z.boolean().nullish(),
  asyncResponseTimeout: z.number().int().min(0).nullish(),
  sorting: z.array(z.strictObject({ sortBy: z.literal('createTime'), sortOrder: z.enum(['asc', 'desc']) })).max(1).nullish(),
  topics: z.array(Topic).max(MAX_TOPICS).nullish(),
})
const Complete = z.strictObject({ workerId: keyText, variables: typedValues.nullish(), localVariables: typedValues.nullish() })
const empty = z.strictObject({}).nullish()
const Failure = z.strictObject({
  workerId: keyText,
  errorMessage: z.string().nullish(),
  errorDetails: z.string().nullish(),
  retries: z.number().int().min(0).max(2 ** 31 - 1).nullish(),
  retryTimeout: z.number().int().min(0).max(MAX_LOCK_MS).nullish(),
  // Taken only when empty: a failed task changes no variables here.
  variables: empty,
  localVariables: empty,
})
const BpmnError = z.strictObject({ workerId: keyText, errorCode: keyText, errorMessage: z.string().nullish(), variables: typedValues.nullish() })
const Retries = z.strictObject({ retries: z.number().int().min(0).max(2 ** 31 - 1) })
const ManyRetries = Retries.extend({ externalTaskIds: z.array(z.string()).min(1).max(1000) })

const List = z.strictObject({
  externalTaskId: z.string().optional(),
  externalTaskIdIn: query.list.optional(),
  topicName: z.string().optional(),
  workerId: z.string().optional(),
  locked: query.on.optional(),
  notLocked: query.on.optional(),
  withRetriesLeft: query.on.optional(),
  noRetriesLeft: query.on.optional(),
  activityId: z.string().optional(),
  executionId: z.string().optional(),
  processInstanceId: z.string().optional(),
  processDefinitionId: z.string().optional(),
  processDefinitionKey: z.string().optional(),
  active: query.on.optional(),
  ...paging,
  ...sorting(['id']),
})

export function externalTaskRoutes(router: Router, rest: Rest): void {
  fetchRoutes(router, rest)
  workRoutes(router, rest)
  queryRoutes(router, rest)
}

function fetchRoutes(router: Router, { engine, tenantOf }: Rest): void {
  const polls = new LongPolls(engine)
  router.post('/external-task/fetchAndLock', async (ctx) => {
    const { workerId, maxTasks, usePriority, asyncResponseTimeout, sorting: order, topics } = readBody(ctx, Fetch)
    if ((asyncResponseTimeout ?? 0) > MAX_WAIT_MS) {
      throw invalidRequest(`The asynchronous response timeout cannot be set to a value greater than ${MAX_WAIT_MS} milliseconds`)
    }
    const tenantId = tenantOf(ctx)
    const wanted = (topics ?? []).filter((topic) => isForTenant(topic, tenantId))
    const tasks = await polls.fetch({
      tenantId, workerId, maxTasks, usePriority: usePriority ?? true, createTimeOrder: order?.[0]?.sortOrder, topics: wanted.map(readTopic),
      waitMs: maxTasks === 0 ? 0 : (asyncResponseTimeout ?? 0), connection: connectionOf(ctx),
    })
    const tags = await versionTags(engine, tenantId, tasks)
    const withProperties = new Set(wanted.filter((topic) => topic.includeExtensionProperties).map((topic) => topic.topicName))
    answer(ctx, tasks.map((task) => ({
      ...presentTask(task.row, tags.get(task.row.definition_id) ?? null),
      variables: wireVariables(task.variables),
      extensionProperties: withProperties.has(task.row.topic) ? task.row.properties : {},
    })))
  })
}

/** Aborted when the client goes away before it has its answer. */
function connectionOf(ctx: Context): AbortSignal {
  const controller = new AbortController()
  ctx.res.once('close', () => {
    if (!ctx.res.writableFinished) controller.abort()
  })
  if (ctx.req.socket.destroyed) controller.abort()
  return controller.signal
}

const isForTenant = ({ tenantIdIn, withoutTenantId }: z.output<typeof Topic>, tenantId: string): boolean =>
  (!tenantIdIn || tenantIdIn.includes(tenantId)) && (!withoutTenantId || tenantId === DEFAULT_TENANT)

function readTopic(topic: z.output<typeof Topic>): FetchTopic {
  return {
    topicName: topic.topicName,
    lockDuration: topic.lockDuration,
    // Tasks have no variables of their own: asking for the local ones alone gives none.
    variables: topic.localVariables ? [] : topic.variables,
    businessKey: topic.businessKey ?? undefined,
    processDefinitionIds: topic.processDefinitionId == null ? (topic.processDefinitionIdIn ?? undefined) : [topic.processDefinitionId],
    processDefinitionKeys: topic.processDefinitionKey == null ? (topic.processDefinitionKeyIn ?? undefined) : [topic.processDefinitionKey],
    processDefinitionVersionTag: topic.processDefinitionVersionTag ?? undefined,
    processVariables: topic.processVariables ? readValues(Object.fromEntries(Object.entries(topic.processVariables).map(([name, value]) => [name, { value }]))) : undefined,
  }
}

async function versionTags(engine: Rest['engine'], tenantId: string, tasks: LockedExternalTask[]): Promise<Map<string, string | null>> {
  const ids = [...new Set(tasks.map(({ row }) => row.definition_id))]
  const definitions = ids.length > 0 ? await engine.definitions.list({ tenantId, ids }, { limit: ids.length }) : []
  return new Map(definitions.map(({ id, versionTag }) => [id, versionTag]))
}

function workRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  const { externalTasks } = engine
  const task = (ctx: Context) => ({ tenantId: tenantOf(ctx), taskId: param(ctx, 'id') })
  /** A route that reads a body, does one thing and answers nothing. */
  const post = <T>(verb: string, schema: z.ZodType<T>, act: (ctx: Context, body: T) => Promise<void>) =>
    router.post(`/external-task/:id/${verb}`, async (ctx) => {
      await act(ctx, readBody(ctx, schema))
      answerNothing(ctx)
    })

  post('complete', Complete, (ctx, { workerId, variables, localVariables }) =>
    externalTasks.complete({ ...task(ctx), workerId, typedVariables: readVariables(variables), localVariables: readVariables(localVariables) }))
  post('failure', Failure, (ctx, { workerId, errorMessage, errorDetails, retries, retryTimeout }) =>
    externalTasks.fail({ ...task(ctx), workerId, errorMessage: errorMessage ?? '', errorDetails, retries: retries ?? 0, retryTimeout: retryTimeout ?? 0 }))
  post('bpmnError', BpmnError, (ctx, { workerId, errorCode, errorMessage, variables }) =>
    externalTasks.bpmnError({ ...task(ctx), workerId, errorCode, errorMessage, typedVariables: readVariables(variables) }))
  post('lock', z.strictObject({ workerId: keyText, lockDuration: duration }), (ctx, { workerId, lockDuration }) =>
    externalTasks.lock({ ...task(ctx), workerId, lockDuration }))
  post('extendLock', z.strictObject({ workerId: keyText, newDuration: duration }), (ctx, { workerId, newDuration }) =>
    externalTasks.extendLock({ ...task(ctx), workerId, newDuration }))
  // Comes without a body and without a content type.
  post('unlock', z.unknown(), (ctx) => externalTasks.unlock(task(ctx)))

  router.put('/external-task/retries', async (ctx) => {
    const { externalTaskIds, retries } = readBody(ctx, ManyRetries)
    for (const taskId of externalTaskIds) await externalTasks.setRetries({ tenantId: tenantOf(ctx), taskId, retries, actor: actorOf(ctx) })
    answerNothing(ctx)
  })
  router.put('/external-task/:id/retries', async (ctx) => {
    await externalTasks.setRetries({ ...task(ctx), retries: readBody(ctx, Retries).retries, actor: actorOf(ctx) })
    answerNothing(ctx)
  })
}

function queryRoutes(router: Router, { engine, tenantOf }: Rest): void {
  const list = async (ctx: Context) => {
    const input = readListQuery(ctx, List)
    if (input.sortOrder === 'desc') throw invalidRequest('external tasks are sorted by id ascending')
    const rows = await engine.externalTasks.list(filterOf(tenantOf(ctx), input, engine.now()), pageOf(input))
    answer(ctx, rows.map((row) => presentTask(row, null)))
  }
  const count = async (ctx: Context) => {
    answer(ctx, { count: await engine.externalTasks.count(filterOf(tenantOf(ctx), readListQuery(ctx, List), engine.now())) })
  }
  router.get('/external-task', list)
  router.post('/external-task', list)
  router.get('/external-task/count', count)
  router.post('/external-task/count', count)
  const found = async (ctx: Context) => {
    const row = await engine.externalTasks.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw noMatching(`external task with id ${param(ctx, 'id')}`)
    return row
  }
  router.get('/external-task/:id', async (ctx) => answer(ctx, presentTask(await found(ctx), null)))
  router.get('/external-task/:id/errorDetails', async (ctx) => {
    ctx.body = (await found(ctx)).error_details ?? ''
    ctx.set('Content-Type', 'text/plain; charset=utf-8')
  })
}

function filterOf(tenantId: string, input: z.output<typeof List>, now: number) {
  const taskId = input.externalTaskId ?? input.executionId
  return {
    tenantId,
    ids: taskId === undefined ? input.externalTaskIdIn : [taskId],
    topic: input.topicName,
    workerId: input.workerId,
    instanceId: input.processInstanceId,
    definitionId: input.processDefinitionId,
    definitionKey: input.processDefinitionKey,
    elementId: input.activityId,
    lockedAt: input.locked ? { now, locked: true } : input.notLocked ? { now, locked: false } : undefined,
    retriesLeft: input.withRetriesLeft ? true : input.noRetriesLeft ? false : undefined,
  }
}

const presentTask = (row: ExternalTaskRow, versionTag: string | null) => ({
  activityId: row.element_id,
  activityInstanceId: activityInstanceId(row.element_id, row.id),
  errorMessage: row.error_message,
  errorDetails: row.error_details,
  executionId: row.id,
  id: row.id,
  lockExpirationTime: wireDate(row.locked_until),
  createTime: wireDate(row.created_at),
  processDefinitionId: row.definition_id,
  processDefinitionKey: row.definition_key,
  processDefinitionVersionTag: versionTag,
  processInstanceId: row.instance_id,
  retries: row.retries,
  suspended: false,
  workerId: row.worker_id,
  topicName: row.topic,
  tenantId: wireTenant(row.tenant_id),
  priority: -row.fetch_rank,
  businessKey: row.business_key,
})
