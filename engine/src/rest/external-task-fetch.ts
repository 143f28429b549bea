import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { FetchTopic } from '../runtime/fetch-and-lock.ts'
import { answer, DEFAULT_TENANT, type Rest } from './context.ts'
import { invalidRequest } from './errors.ts'
import { presentExternalTask } from './external-task-query.ts'
import { keyText, readBody } from './input.ts'
import { LongPolls, MAX_WAIT_MS } from './long-poll.ts'
import { readValues, wireVariables } from './typed-values.ts'

/** Topics of one fetch, and the longest lock in milliseconds (a year). */
const MAX_TOPICS = 100
export const MAX_LOCK_MS = 366 * 24 * 60 * 60 * 1000

const Topic = z.strictObject({
  topicName: keyText,
  lockDuration: z.number().int().positive().max(MAX_LOCK_MS),
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
type Topic = z.output<typeof Topic>
const Fetch = z.strictObject({
  workerId: keyText,
  maxTasks: z.number().int().min(0).max(1000),
  usePriority: z.boolean().nullish(),
  asyncResponseTimeout: z.number().int().min(0).nullish(),
  sorting: z
    .array(z.strictObject({ sortBy: z.literal('createTime'), sortOrder: z.enum(['asc', 'desc']) }))
    .max(1)
    .nullish(),
  topics: z.array(Topic).max(MAX_TOPICS).nullish(),
})

export function fetchRoutes(router: Router, { engine, tenantOf, uniqueWorkerRequest }: Rest): void {
  const polls = new LongPolls(engine, { onePerWorker: uniqueWorkerRequest })
  router.post('/external-task/fetchAndLock', async (ctx) => {
    const { workerId, maxTasks, usePriority, asyncResponseTimeout, sorting: order, topics } = readBody(ctx, Fetch)
    if ((asyncResponseTimeout ?? 0) > MAX_WAIT_MS) {
      throw invalidRequest(`The asynchronous response timeout cannot be set to a value greater than ${MAX_WAIT_MS} milliseconds`)
    }
    const tenantId = tenantOf(ctx)
    const wanted = (topics ?? []).filter((topic) => isForTenant(topic, tenantId))
    const tasks = await polls.fetch({
      tenantId,
      workerId,
      maxTasks,
      usePriority: usePriority ?? true,
      createTimeOrder: order?.[0]?.sortOrder,
      topics: wanted.map(readTopic),
      waitMs: maxTasks === 0 ? 0 : (asyncResponseTimeout ?? 0),
      connection: connectionOf(ctx),
    })
    answer(
      ctx,
      tasks.map(({ row, variables, versionTag }) => ({
        ...presentExternalTask(row, versionTag),
        errorDetails: row.error_details,
        variables: wireVariables(variables),
        extensionProperties: wanted.find(({ topicName }) => topicName === row.topic)?.includeExtensionProperties ? row.properties : {},
      })),
    )
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

const isForTenant = ({ tenantIdIn, withoutTenantId }: Topic, tenantId: string): boolean =>
  (!tenantIdIn || tenantIdIn.includes(tenantId)) && (!withoutTenantId || tenantId === DEFAULT_TENANT)

function readTopic(topic: Topic): FetchTopic {
  return {
    topicName: topic.topicName,
    lockDuration: topic.lockDuration,
    variables: topic.variables,
    localVariables: topic.localVariables ?? false,
    businessKey: topic.businessKey ?? undefined,
    processDefinitionIds: topic.processDefinitionId == null ? (topic.processDefinitionIdIn ?? undefined) : [topic.processDefinitionId],
    processDefinitionKeys: topic.processDefinitionKey == null ? (topic.processDefinitionKeyIn ?? undefined) : [topic.processDefinitionKey],
    processDefinitionVersionTag: topic.processDefinitionVersionTag ?? undefined,
    processVariables: topic.processVariables
      ? readValues(Object.fromEntries(Object.entries(topic.processVariables).map(([name, value]) => [name, { value }])))
      : undefined,
  }
}
