import { instances, inTransaction, jobDefinitions, jobs, type Database, type JobDefinitionRow, type JobRow } from '@lianban/storage'
import { timerDue } from '../core/subscriptions.ts'
import { visibleVariables } from '../core/variables.ts'
import { ExpressionFailure, type Actor, type EvaluationContext, type InstanceState } from '../index.ts'
import type { Definitions } from './definitions.ts'
import { EngineError, jobNotFound } from './errors.ts'
import type { JobExecutor } from './job-executor.ts'
import type { CommittedStep, Submission } from './submission.ts'
import type { FunctionsOf } from './commit.ts'
import { loadsNothing } from './not-loaded.ts'

interface JobCall {
  tenantId: string
  actor: Actor
  jobId: string
}

/** Jobs of a place, an instance or a definition, changed together. */
export interface JobSelection {
  tenantId: string
  jobDefinitionIds?: string[]
  instanceId?: string
  definitionId?: string
}

/** What administrators do with jobs. Lists and counts: `engine.lists` with the table `job`. */
export interface JobCommands {
  get(tenantId: string, id: string): Promise<JobRow | undefined>
  ofInstance(tenantId: string, instanceId: string): Promise<JobRow[]>
  /** At once, whether it is due or not. An open incident is retried. @throws EngineError JOB_NOT_FOUND; or what went wrong, which costs an attempt */
  execute(call: JobCall): Promise<void>
  /** Above 0 a failed job is tried again, and an incident that stands for one is retried. @throws EngineError JOB_NOT_FOUND, INVALID_ARGUMENT */
  setRetries(call: JobCall & { retries: number; dueAt?: number | null }): Promise<void>
  /** null: now. @throws EngineError JOB_NOT_FOUND */
  setDueAt(call: JobCall & { dueAt: number | null }): Promise<void>
  /** A timer's due time as its model says it, counted from when it was made (else from now). @throws EngineError JOB_NOT_FOUND, INVALID_ARGUMENT */
  recalculateDueAt(call: JobCall & { creationDateBased: boolean }): Promise<void>
  /** @throws EngineError JOB_NOT_FOUND */
  setPriority(call: JobCall & { priority: number }): Promise<void>
  /** @throws EngineError JOB_NOT_FOUND */
  setSuspended(call: JobCall & { suspended: boolean }): Promise<void>
  /** All jobs of a selection; those of suspended instances stay suspended. */
  setAllSuspended(selection: JobSelection & { suspended: boolean }): Promise<number>
  /** Places where jobs are made. New jobs follow; those that are there only with `includeJobs`. */
  setPlacesSuspended(call: { tenantId: string; jobDefinitionIds: string[]; suspended: boolean; includeJobs: boolean }): Promise<void>
  /** null: as the model says. */
  setPlacePriority(call: { tenantId: string; jobDefinitionId: string; priority: number | null; includeJobs: boolean }): Promise<void>
  place(tenantId: string, jobDefinitionId: string): Promise<JobDefinitionRow | undefined>
  /** Removes a job that belongs to no instance. @throws EngineError JOB_NOT_FOUND, INVALID_ARGUMENT */
  remove(call: JobCall): Promise<void>
}

export interface JobCommandsContext {
  database: Database
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
  executor: JobExecutor
  definitions: Definitions
  functions: FunctionsOf
}

export function jobCommands(context: JobCommandsContext): JobCommands {
  const { database, clock, submit, executor } = context
  const find = async ({ tenantId, jobId }: JobCall): Promise<JobRow> => {
    const job = await jobs(database).get(tenantId, jobId)
    if (!job) throw jobNotFound(jobId)
    return job
  }
  const change = async (call: JobCall, columns: Parameters<ReturnType<typeof jobs>['change']>[2]) => {
    if (!(await jobs(database).change(call.tenantId, call.jobId, columns))) throw jobNotFound(call.jobId)
    executor.expect(clock())
  }
  const retryIncident = ({ tenantId, actor }: JobCall, job: JobRow, retries: number) =>
    submit({ tenantId, instanceId: job.instance_id!, command: { type: 'retryIncident', now: clock(), actor, incidentId: job.id, retries } })
  return {
    ...placeCommands(context),
    get: (tenantId, id) => jobs(database).get(tenantId, id),
    ofInstance: (tenantId, instanceId) => jobs(database).ofInstance(tenantId, instanceId),
    async execute(call) {
      const job = await find(call)
      if (job.kind === 'incident') return void (await retryIncident(call, job, 1))
      const { error } = await executor.perform(job)
      if (error !== undefined) throw error
    },
    async setRetries(call) {
      const { retries, dueAt } = call
      if (!Number.isSafeInteger(retries) || retries < 0)
        throw new EngineError('INVALID_ARGUMENT', `retries is a whole number from 0, not ${retries}`)
      const job = await find(call)
      if (job.kind === 'incident') return void (retries > 0 && (await retryIncident(call, job, retries)))
      if (dueAt !== undefined) await moveJob(context, call, job, dueAt)
      const due = dueAt === undefined ? job.due_at : dueAt
      await change(call, { retries, available_at: retries === 0 || job.suspended === 1 ? null : (due ?? clock()) })
    },
    setDueAt: async (call) => moveJob(context, call, await find(call), call.dueAt),
    async recalculateDueAt(call) {
      const job = await find(call)
      await moveJob(context, call, job, await recalculated(context, job, call.creationDateBased ? job.created_at : clock()))
    },
    setPriority: (call) => change(call, { priority: call.priority }),
    async setSuspended(call) {
      const job = await find(call)
      const isReady = !call.suspended && job.retries > 0
      await change(call, { suspended: call.suspended ? 1 : 0, available_at: isReady ? (job.due_at ?? job.created_at) : null })
    },
    async setAllSuspended({ suspended, ...scope }) {
      const count = await (suspended ? jobs(database).suspend(scope) : jobs(database).resume(scope))
      if (!suspended) executor.expect(clock())
      return count
    },
    async remove(call) {
      const job = await find(call)
      if (job.instance_id !== null)
        throw new EngineError('INVALID_ARGUMENT', `job ${job.id} belongs to instance ${job.instance_id}: end or modify that`)
      await jobs(database).removeOne(call.tenantId, call.jobId)
    },
  }
}

/** Places where jobs are made. */
function placeCommands({
  database,
  clock,
  executor,
}: JobCommandsContext): Pick<JobCommands, 'setPlacesSuspended' | 'setPlacePriority' | 'place'> {
  return {
    async setPlacesSuspended({ tenantId, jobDefinitionIds, suspended, includeJobs }) {
      await inTransaction(database, async (tx) => {
        await jobDefinitions(tx).change(tenantId, jobDefinitionIds, { suspended: suspended ? 1 : 0 })
        const scope = { tenantId, jobDefinitionIds }
        // Jobs of a suspended place are put aside when their turn comes, so they come back with it.
        if (includeJobs && suspended) await jobs(tx).suspend(scope)
        if (!suspended) await jobs(tx).resume(scope)
      })
      if (!suspended) executor.expect(clock())
    },
    setPlacePriority: ({ tenantId, jobDefinitionId, priority, includeJobs }) =>
      inTransaction(database, async (tx) => {
        await jobDefinitions(tx).change(tenantId, [jobDefinitionId], { priority })
        if (includeJobs && priority !== null) await jobs(tx).prioritize(tenantId, jobDefinitionId, priority)
      }),
    place: (tenantId, jobDefinitionId) => jobDefinitions(database).get(tenantId, jobDefinitionId),
  }
}

/** A job of an instance is moved by a command, because its state knows the date. */
async function moveJob(
  { database, clock, submit, executor }: JobCommandsContext,
  { tenantId, actor }: JobCall,
  job: JobRow,
  dueAt: number | null,
): Promise<void> {
  const isOfState = job.kind === 'timer' || job.kind === 'asyncBefore' || job.kind === 'asyncAfter' || job.kind === 'retry'
  const due = dueAt ?? clock()
  if (isOfState) {
    await submit({
      tenantId,
      instanceId: job.instance_id!,
      command: { type: 'setJobDueAt', now: clock(), actor, subscriptionId: job.id, dueAt: due },
    })
    return
  }
  await inTransaction(database, (tx) => jobs(tx).move([{ tenant_id: tenantId, id: job.id, due_at: due }]))
  executor.expect(due)
}

async function recalculated({ database, definitions, functions }: JobCommandsContext, job: JobRow, from: number): Promise<number> {
  const notPossible = (why: string) => new EngineError('INVALID_ARGUMENT', `the due time of job ${job.id} cannot be recalculated: ${why}`)
  if (job.definition_id === null || job.element_id === null) throw notPossible('it belongs to no element')
  const { tenant_id: tenantId, element_id: elementId } = job
  const process = await definitions.process(database, tenantId, job.definition_id)
  const node = process.nodes[elementId]
  if (!node || !('trigger' in node) || node.trigger.type !== 'timer') throw notPossible(`${elementId} is no timer event`)
  const row = job.instance_id === null ? undefined : await instances(database).get(tenantId, job.instance_id)
  const state = row && (JSON.parse(row.state) as InstanceState)
  const context: EvaluationContext = {
    variables: state ? visibleVariables(state, job.token_id ?? state.id) : {},
    functions: functions({ tenantId, now: from, command: null, load: loadsNothing }),
    now: from,
    execution: { processInstanceId: state?.id ?? '', processBusinessKey: state?.businessKey ?? null, currentActivityId: elementId },
  }
  try {
    return timerDue(elementId, node.trigger, context).dueAt!
  } catch (error) {
    if (error instanceof ExpressionFailure) throw notPossible(error.message)
    throw error
  }
}
