import { externalTasks, incidents, inTransaction, instances, type Database, type ExternalTaskFilter, type ExternalTaskRow, type FetchFilter, type Tx } from '@lianban/storage'
import type { Actor, Command, InstanceState, JsonValue, Variables } from '../index.ts'
import { EngineError, externalTaskNotFound } from './errors.ts'
import { notLockedBy } from './guards.ts'
import type { CommittedStep, Submission, Within } from './submission.ts'
import { visibleTyped } from '../core/variables.ts'
import { instanceOf, processVariables, toVariables, type VariableInput } from './variables.ts'
import { short } from './writers/lengths.ts'

/** Tasks that one fetch gives out at most. */
export const MAX_FETCH_TASKS = 1000
/** Tasks that a fetch with a filter on variables looks at, per topic. */
const MAX_FILTER_SCAN = 1000

export interface FetchTopic {
  topicName: string
  /** Milliseconds. */
  lockDuration: number
  /** Which variables come with the task; null: all that it sees, []: none. */
  variables?: string[] | null
  businessKey?: string
  processDefinitionIds?: string[]
  processDefinitionKeys?: string[]
  processDefinitionVersionTag?: string
  /** Only tasks of instances whose process variables have these values. */
  processVariables?: Record<string, JsonValue>
}

export interface FetchRequest {
  tenantId: string
  workerId: string
  maxTasks: number
  /** Highest priority first. Default true. */
  usePriority?: boolean
  /** By creation time, after priority if that counts. */
  createTimeOrder?: 'asc' | 'desc'
  topics: FetchTopic[]
}

/** A task that a worker has just locked. */
export interface LockedExternalTask {
  row: ExternalTaskRow
  lockExpiresAt: number
  variables: Variables
}

export interface WorkerCall {
  tenantId: string
  taskId: string
  workerId: string
  /** Who acts in the history; the worker by default. */
  actor?: Actor
  within?: Within
}

export interface ExternalTasksContext {
  database: Database
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
  /** Tasks became free outside of a command. */
  freed: () => void
}

/** The external task service: what workers may ask for. */
export const externalTaskService = (context: ExternalTasksContext) => ({
  /** Locks free tasks for a worker. Competing workers get different ones. */
  fetchAndLock: (request: FetchRequest): Promise<LockedExternalTask[]> =>
    inTransaction(context.database, (tx) => fetchAndLock(tx, request, context.clock())),

  /** @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED */
  complete: (call: WorkerCall & VariableInput & { localVariables?: Variables }): Promise<void> =>
    work(context, call, { type: 'completeExternalTask', tokenId: call.taskId, variables: toVariables(call), localVariables: call.localVariables ?? {} }),

  /**
   * The work failed. With retries left the task is free again after `retryTimeout` milliseconds; with 0 an incident is raised.
   * @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED
   */
  fail: (call: WorkerCall & VariableInput & { errorMessage: string; errorDetails?: string | null; retries: number; retryTimeout: number; localVariables?: Variables }): Promise<void> =>
    work(context, call, {
      type: 'failExternalTask', tokenId: call.taskId, retries: call.retries, retryAt: context.clock() + call.retryTimeout, errorMessage: call.errorMessage,
      errorDetails: call.errorDetails ?? null, variables: toVariables(call), localVariables: call.localVariables,
    }, call.errorDetails),

  /** @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED */
  bpmnError: (call: WorkerCall & VariableInput & { errorCode: string; errorMessage?: string | null }): Promise<void> =>
    work(context, call, {
      type: 'throwBpmnError', tokenId: call.taskId, errorCode: call.errorCode, errorMessage: call.errorMessage ?? null, variables: toVariables(call),
    }),

  /** Locks a task that nobody else holds. @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_LOCKED */
  lock: ({ tenantId, taskId, workerId, lockDuration }: WorkerCall & { lockDuration: number }): Promise<void> =>
    changeLock(context, { tenantId, taskId }, (row, now) => {
      if (row.worker_id !== workerId && row.locked_until !== null && row.locked_until > now) {
        throw new EngineError('EXTERNAL_TASK_LOCKED', `external task ${taskId} is locked by ${row.worker_id ?? 'nobody, but held back'}`, { externalTaskId: taskId })
      }
      return { workerId: short('worker id', workerId), until: now + lockDuration }
    }),

  /** @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED, EXTERNAL_TASK_LOCK_EXPIRED */
  extendLock: ({ tenantId, taskId, workerId, newDuration }: WorkerCall & { newDuration: number }): Promise<void> =>
    changeLock(context, { tenantId, taskId }, (row, now) => {
      if (row.worker_id !== workerId) throw notLockedBy(taskId, workerId, row.worker_id)
      if (row.locked_until === null || row.locked_until <= now) {
        throw new EngineError('EXTERNAL_TASK_LOCK_EXPIRED', `the lock of worker ${workerId} on external task ${taskId} has expired`, { externalTaskId: taskId })
      }
      return { workerId, until: now + newDuration }
    }),

  /** Frees a task, whoever holds it. @throws EngineError EXTERNAL_TASK_NOT_FOUND */
  async unlock({ tenantId, taskId }: { tenantId: string; taskId: string }): Promise<void> {
    await changeLock(context, { tenantId, taskId }, () => ({ workerId: null, until: null }))
    context.freed()
  },

  /** Frees tasks that were fetched by a worker whose connection is gone. */
  async release({ tenantId, workerId, taskIds }: { tenantId: string; workerId: string; taskIds: string[] }): Promise<void> {
    await externalTasks(context.database).release(tenantId, taskIds, workerId)
    context.freed()
  },

  setRetries: (call: { tenantId: string; taskId: string; retries: number; actor?: Actor }): Promise<void> => setRetries(context, call),

  get: (tenantId: string, id: string): Promise<ExternalTaskRow | undefined> => externalTasks(context.database).get(tenantId, id),
  list: (filter: ExternalTaskFilter, page: { limit: number; after?: string; offset?: number }): Promise<ExternalTaskRow[]> =>
    externalTasks(context.database).list(filter, page),
  count: (filter: ExternalTaskFilter): Promise<number> => externalTasks(context.database).count(filter),
})

export type ExternalTaskService = ReturnType<typeof externalTaskService>

async function fetchAndLock(tx: Tx, request: FetchRequest, now: number): Promise<LockedExternalTask[]> {
  const { tenantId, workerId, topics } = request
  short('worker id', workerId)
  const maxTasks = Math.min(request.maxTasks, MAX_FETCH_TASKS)
  const candidates: { row: ExternalTaskRow; topic: FetchTopic }[] = []
  for (const topic of topics) {
    const rows = await candidatesOf(tx, topic, { request, now, limit: maxTasks })
    candidates.push(...rows.map((row) => ({ row, topic })))
  }
  const chosen = candidates.sort((a, b) => compare(a.row, b.row, request)).slice(0, maxTasks)
  const locked = new Map<string, number>()
  for (const topic of topics) {
    const ids = chosen.filter((candidate) => candidate.topic === topic).map(({ row }) => row.id)
    const until = now + topic.lockDuration
    if (ids.length > 0 && (await externalTasks(tx).lock(tenantId, ids, { workerId, until, now })) !== ids.length) {
      throw new Error(`external tasks ${ids.join(', ')} were read in this transaction, but could not be locked`)
    }
    for (const id of ids) locked.set(id, until)
  }
  const states = await loadStates(tx, tenantId, chosen.map(({ row }) => row))
  return chosen.map(({ row, topic }) => ({
    row: { ...row, worker_id: workerId, locked_until: locked.get(row.id)! },
    lockExpiresAt: locked.get(row.id)!,
    variables: variablesFor(states.get(row.instance_id), row, topic),
  }))
}

async function candidatesOf(tx: Tx, topic: FetchTopic, { request, now, limit }: { request: FetchRequest; now: number; limit: number }): Promise<ExternalTaskRow[]> {
  const filter: FetchFilter = {
    tenantId: request.tenantId,
    topic: topic.topicName,
    now,
    businessKey: topic.businessKey,
    definitionIds: topic.processDefinitionIds,
    definitionKeys: topic.processDefinitionKeys,
    versionTag: topic.processDefinitionVersionTag,
    order: orderOf(request),
    limit: topic.processVariables ? MAX_FILTER_SCAN : limit,
    processVariables: Object.entries(topic.processVariables ?? {}).map(([name, value]) => ({ name, value })),
  }
  const rows = await externalTasks(tx).fetchable(filter)
  const wanted = Object.entries(topic.processVariables ?? {})
  if (wanted.length === 0) return rows
  const states = await loadStates(tx, request.tenantId, rows)
  const matches = (row: ExternalTaskRow) => {
    const variables = processVariables(states.get(row.instance_id)!)
    return wanted.every(([name, value]) => Object.hasOwn(variables, name) && sameJson(variables[name]!.value, value))
  }
  return rows.filter(matches).slice(0, limit)
}

const orderOf = ({ usePriority = true, createTimeOrder }: FetchRequest): FetchFilter['order'] => {
  if (usePriority) return createTimeOrder === 'desc' ? 'priority-created-desc' : 'priority'
  return createTimeOrder === 'desc' ? 'created-desc' : 'created-asc'
}

function compare(a: ExternalTaskRow, b: ExternalTaskRow, { usePriority = true, createTimeOrder }: FetchRequest): number {
  if (usePriority && a.fetch_rank !== b.fetch_rank) return a.fetch_rank - b.fetch_rank
  const byAge = a.created_at - b.created_at || (a.id < b.id ? -1 : 1)
  return createTimeOrder === 'desc' ? -byAge : byAge
}

async function loadStates(tx: Tx, tenantId: string, rows: ExternalTaskRow[]): Promise<Map<string, InstanceState>> {
  const loaded = rows.length > 0 ? await instances(tx).load(tenantId, [...new Set(rows.map((row) => row.instance_id))]) : []
  return new Map(loaded.map((row) => [row.id, JSON.parse(row.state) as InstanceState]))
}

function variablesFor(state: InstanceState | undefined, row: ExternalTaskRow, { variables }: FetchTopic): Variables {
  if (!state || variables?.length === 0) return {}
  const visible = visibleTyped(state, row.id)
  if (!variables) return visible
  return Object.fromEntries(Object.entries(visible).filter(([name]) => variables.includes(name)))
}

/** Equal as JSON, whatever the order of keys. */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameJson(value, right.get(key)!))
}

/** A worker's command about a task that it holds. */
type WorkerCommand = Extract<Command, { type: 'completeExternalTask' | 'failExternalTask' | 'throwBpmnError' }>
type Without<T> = T extends unknown ? Omit<T, 'now' | 'actor'> : never

async function work(context: ExternalTasksContext, call: WorkerCall, command: Without<WorkerCommand>, errorDetails: string | null = null): Promise<void> {
  const { tenantId, taskId, workerId, actor = { userId: workerId }, within } = call
  await context.submit({
    tenantId,
    instanceId: instanceOf(taskId) ?? taskId,
    command: { ...command, now: context.clock(), actor },
    guard: { type: 'worker', taskId, workerId },
    errorDetails,
    within,
  })
}

function changeLock(
  { database, clock }: ExternalTasksContext,
  { tenantId, taskId }: { tenantId: string; taskId: string },
  decide: (row: ExternalTaskRow, now: number) => { workerId: string | null; until: number | null },
): Promise<void> {
  return inTransaction(database, async (tx) => {
    const [row] = await externalTasks(tx).loadForUpdate([tenantId], [taskId])
    if (!row) throw externalTaskNotFound(taskId)
    const { workerId, until } = decide(row, clock())
    await externalTasks(tx).setLock(tenantId, taskId, workerId, until)
  })
}

/** Gives a task `retries` attempts. Above 0 its incident is resolved; 0 raises one. */
async function setRetries(
  { database, clock, submit, freed }: ExternalTasksContext,
  { tenantId, taskId, retries, actor = { userId: 'system' } }: { tenantId: string; taskId: string; retries: number; actor?: Actor },
): Promise<void> {
  const row = await externalTasks(database).get(tenantId, taskId)
  if (!row) throw externalTaskNotFound(taskId)
  const base = { now: clock(), actor }
  const instanceId = row.instance_id
  const [incident] = await incidents(database).list({ tenantId, instanceId, tokenId: taskId }, { limit: 1 })
  if (incident && retries > 0) {
    await submit({ tenantId, instanceId, command: { ...base, type: 'retryIncident', incidentId: incident.id, retries } })
  } else if (!incident && retries === 0) {
    const errorMessage = row.error_message ?? 'retries were set to 0'
    await submit({ tenantId, instanceId, command: { ...base, type: 'failExternalTask', tokenId: taskId, retries, retryAt: base.now, errorMessage } })
  } else if (!incident) {
    await externalTasks(database).updateRetries([{ ...row, retries, exhausted: 0 }])
    freed()
  }
}
