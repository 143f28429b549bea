import type Router from '@koa/router'
import type { ExternalTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { InstanceState, Variables } from '../index.ts'
import type { FetchTopic, LockedExternalTask } from '../runtime/external-tasks.ts'
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
  sorting: z.array(z.strictObject({ sortBy: z.literal('createTime'), sortOrder: z.enum(['asc', 'desc']) })).max(1).nullish(),
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
      tenantId, workerId, maxTasks, usePriority: usePriority ?? true, createTimeOrder: order?.[0]?.sortOrder, topics: wanted.map(readTopic),
      waitMs: maxTasks === 0 ? 0 : (asyncResponseTimeout ?? 0), connection: connectionOf(ctx),
    })
    const tags = await versionTags(engine, tenantId, tasks.map(({ row }) => row))
    answer(ctx, await Promise.all(tasks.map(async (task) => {
      const topic = wanted.find(({ topicName }) => topicName === task.row.topic)
      const variables = topic?.localVariables ? localOnly(await engine.instances.state(tenantId, task.row.instance_id), task, topic) : task.variables
      return {
        ...presentExternalTask(task.row, tags.get(task.row.definition_id) ?? null),
        errorDetails: task.row.error_details,
        variables: wireVariables(variables),
        extensionProperties: topic?.includeExtensionProperties ? task.row.properties : {},
      }
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

const isForTenant = ({ tenantIdIn, withoutTenantId }: Topic, tenantId: string): boolean =>
  (!tenantIdIn || tenantIdIn.includes(tenantId)) && (!withoutTenantId || tenantId === DEFAULT_TENANT)

function readTopic(topic: Topic): FetchTopic {
  return {
    topicName: topic.topicName,
    lockDuration: topic.lockDuration,
    variables: topic.variables,
    businessKey: topic.businessKey ?? undefined,
    processDefinitionIds: topic.processDefinitionId == null ? (topic.processDefinitionIdIn ?? undefined) : [topic.processDefinitionId],
    processDefinitionKeys: topic.processDefinitionKey == null ? (topic.processDefinitionKeyIn ?? undefined) : [topic.processDefinitionKey],
    processDefinitionVersionTag: topic.processDefinitionVersionTag ?? undefined,
    processVariables: topic.processVariables ? readValues(Object.fromEntries(Object.entries(topic.processVariables).map(([name, value]) => [name, { value }]))) : undefined,
  }
}

/** The task's own variables alone: its input parameters, and what was set at it. */
function localOnly(state: InstanceState, { row }: LockedExternalTask, { variables }: Topic): Variables {
  const own = state.tokens[row.id]?.variables ?? {}
  return Object.fromEntries(Object.entries(own).filter(([name]) => variables?.includes(name) ?? true))
}

export async function versionTags(engine: Rest['engine'], tenantId: string, rows: ExternalTaskRow[]): Promise<Map<string, string | null>> {
  const ids = [...new Set(rows.map((row) => row.definition_id))]
  const definitions = ids.length > 0 ? await engine.definitions.list({ tenantId, ids }, { limit: ids.length }) : []
  return new Map(definitions.map(({ id, versionTag }) => [id, versionTag]))
}
