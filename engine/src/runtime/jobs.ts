import { jobs, newId, type JobRow, type Tx } from '@lianban/storage'
import { nextDue, parseCycle } from '../expression/cycle.ts'
import type { Actor, Command } from '../index.ts'
import { EngineError } from './errors.ts'
import { payloadOf, type JobKind } from './job-kinds.ts'
import { fanOut } from './signals.ts'
import type { CommittedStep, Submission } from './submission.ts'

export interface JobContext {
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
  inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Tells the executor of jobs that were made. */
  expect: (availableAt: number) => void
  /** Suspends or resumes what a `suspension` job says, and removes the job in the same transaction. */
  suspend: (job: JobRow) => Promise<void>
}

const SYSTEM: Actor = { userId: 'system' }

/** The work of a job was done by somebody else. */
class JobGone extends Error {}

/** What was meant does not exist any more. */
const isOver = (error: unknown): boolean =>
  error instanceof JobGone ||
  (error instanceof EngineError && ['SUBSCRIPTION_NOT_FOUND', 'INSTANCE_NOT_FOUND', 'DEFINITION_NOT_FOUND'].includes(error.code))

/** Does what a job is for. Command and removal of the job commit together. @returns false if it was not needed any more */
export async function performJob(context: JobContext, job: JobRow): Promise<boolean> {
  try {
    await perform(context, job)
    return true
  } catch (error) {
    if (!isOver(error)) throw error
    // Nobody needs it (any more), so the row must not come back when the lease ends.
    await context.inTransaction((tx) => jobs(tx).removeOne(job.tenant_id, job.id))
    return false
  }
}

async function perform(context: JobContext, job: JobRow): Promise<void> {
  const { submit } = context
  const { tenant_id: tenantId, instance_id: instanceId } = job
  const base = { now: context.clock(), actor: SYSTEM }
  switch (job.kind as JobKind) {
    case 'timer':
    case 'asyncBefore':
    case 'asyncAfter':
    case 'retry':
      return void (await submit({ tenantId, instanceId: instanceId!, command: { ...base, type: 'executeJob', subscriptionId: job.id } }))
    case 'signalDelivery': {
      const { subscriptionId, variables } = payloadOf(job, 'signalDelivery')
      const command: Command = { ...base, type: 'deliverSignal', subscriptionId, variables }
      return void (await submit({ tenantId, instanceId: instanceId!, command, within: (tx) => remove(tx, job) }))
    }
    case 'signalStart':
      return start(context, job, payloadOf(job, 'signalStart').variables, (tx) => remove(tx, job))
    case 'timerStart':
      return start(context, job, {}, (tx) => rearm(tx, job, base.now))
    case 'signal': {
      const deliveries = await context.inTransaction((tx) => fanOut(tx, job, { owner: null, availableAt: base.now }))
      if (deliveries.length > 0) context.expect(base.now)
      return
    }
    case 'suspension':
      return context.suspend(job)
    case 'incident':
      throw new Error(`job ${job.id} stands for an incident and is retried by that`)
  }
}

/** @throws JobGone if somebody else was faster: then the command is undone */
async function remove(tx: Tx, job: JobRow): Promise<void> {
  if (!(await jobs(tx).removeOne(job.tenant_id, job.id))) throw new JobGone()
}

async function start(
  { clock, submit }: JobContext,
  job: JobRow,
  variables: Extract<Command, { type: 'startInstance' }>['variables'],
  within: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { tenant_id: tenantId, element_id: startEventId } = job
  const instanceId = newId()
  const command: Command = {
    type: 'startInstance',
    now: clock(),
    actor: SYSTEM,
    instanceId,
    tenantId,
    businessKey: null,
    startEventId: startEventId!,
    variables,
  }
  await submit({ tenantId, instanceId, definition: { id: job.definition_id! }, command, within })
}

/** The cycle's next instant, or the end of the job. */
async function rearm(tx: Tx, job: JobRow, now: number): Promise<void> {
  const { cycle } = payloadOf(job, 'timerStart')
  const parsed = cycle && parseCycle(cycle.text)
  const dueAt = parsed ? nextDue(parsed, cycle.startAt, Math.max(now, job.due_at!)) : null
  if (dueAt === null) return remove(tx, job)
  const isThere = await jobs(tx).change(job.tenant_id, job.id, { due_at: dueAt, available_at: dueAt, lease_owner: null })
  if (!isThere) throw new JobGone()
}
