import { externalTasks, incidents, inTransaction, type Database, type ExternalTaskFilter, type ExternalTaskRow } from '@lianban/storage'
import type { Actor, Command, Variables } from '../index.ts'
import { EngineError, externalTaskNotFound } from './errors.ts'
import type { Fetches, FetchRequest, LockedExternalTask } from './fetch-and-lock.ts'
import { notLockedBy } from './guards.ts'
import type { CommittedStep, Submission, Within } from './submission.ts'
import { instanceOf, toVariables, type VariableInput } from './variables.ts'
import { short } from './writers/lengths.ts'

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
  fetches: Fetches
  /** Tasks became free outside of a command. */
  freed: () => void
}

/** The external task service: what workers may ask for. */
export const externalTaskService = (context: ExternalTasksContext) => ({
  /** Locks free tasks for a worker. Competing workers get different ones. @throws EngineError VALUE_TOO_LONG */
  async fetchAndLock(request: FetchRequest): Promise<LockedExternalTask[]> {
    // before it shares a transaction with others
    short('worker id', request.workerId)
    return context.fetches.add(request)
  },

  /** @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED */
  complete: (call: WorkerCall & VariableInput & { localVariables?: Variables }): Promise<void> =>
    work(context, call, {
      type: 'completeExternalTask',
      tokenId: call.taskId,
      variables: toVariables(call),
      localVariables: call.localVariables ?? {},
    }),

  /**
   * The work failed. With retries left the task is free again after `retryTimeout` milliseconds; with 0 an incident is raised.
   * @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED
   */
  fail: (
    call: WorkerCall &
      VariableInput & {
        errorMessage: string
        errorDetails?: string | null
        retries: number
        retryTimeout: number
        localVariables?: Variables
      },
  ): Promise<void> =>
    work(
      context,
      call,
      {
        type: 'failExternalTask',
        tokenId: call.taskId,
        retries: call.retries,
        retryAt: context.clock() + call.retryTimeout,
        errorMessage: call.errorMessage,
        errorDetails: call.errorDetails ?? null,
        variables: toVariables(call),
        localVariables: call.localVariables,
      },
      call.errorDetails,
    ),

  /** @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED */
  bpmnError: (call: WorkerCall & VariableInput & { errorCode: string; errorMessage?: string | null }): Promise<void> =>
    work(context, call, {
      type: 'throwBpmnError',
      tokenId: call.taskId,
      errorCode: call.errorCode,
      errorMessage: call.errorMessage ?? null,
      variables: toVariables(call),
    }),

  /** Locks a task that nobody else holds. @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_LOCKED */
  lock: ({ tenantId, taskId, workerId, lockDuration }: WorkerCall & { lockDuration: number }): Promise<void> =>
    changeLock(context, { tenantId, taskId }, (row, now) => {
      if (row.worker_id !== workerId && row.locked_until !== null && row.locked_until > now) {
        throw new EngineError('EXTERNAL_TASK_LOCKED', `external task ${taskId} is locked by ${row.worker_id ?? 'nobody, but held back'}`, {
          externalTaskId: taskId,
        })
      }
      return { workerId: short('worker id', workerId), until: now + lockDuration }
    }),

  /** @throws EngineError EXTERNAL_TASK_NOT_FOUND, EXTERNAL_TASK_NOT_LOCKED, EXTERNAL_TASK_LOCK_EXPIRED */
  extendLock: ({ tenantId, taskId, workerId, newDuration }: WorkerCall & { newDuration: number }): Promise<void> =>
    changeLock(context, { tenantId, taskId }, (row, now) => {
      if (row.worker_id !== workerId) throw notLockedBy(taskId, workerId, row.worker_id)
      if (row.locked_until === null || row.locked_until <= now) {
        throw new EngineError('EXTERNAL_TASK_LOCK_EXPIRED', `the lock of worker ${workerId} on external task ${taskId} has expired`, {
          externalTaskId: taskId,
        })
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

/** A worker's command about a task that it holds. */
type WorkerCommand = Extract<Command, { type: 'completeExternalTask' | 'failExternalTask' | 'throwBpmnError' }>
type Without<T> = T extends unknown ? Omit<T, 'now' | 'actor'> : never

async function work(
  context: ExternalTasksContext,
  call: WorkerCall,
  command: Without<WorkerCommand>,
  errorDetails: string | null = null,
): Promise<void> {
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
    await submit({
      tenantId,
      instanceId,
      command: { ...base, type: 'failExternalTask', tokenId: taskId, retries, retryAt: base.now, errorMessage },
    })
  } else if (!incident) {
    await externalTasks(database).updateRetries([{ ...row, retries, exhausted: 0 }])
    freed()
  }
}
