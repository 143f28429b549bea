import { inTransaction, jobs, subscriptions } from '@lianban/storage'
import type { Actor } from '../index.ts'
import type { CorrelateContext } from './correlate.ts'
import { EngineError } from './errors.ts'
import type { JobExecutor } from './job-executor.ts'
import { newJob } from './job-kinds.ts'
import { fanOut } from './signals.ts'
import { toVariables, type VariableInput } from './variables.ts'
import { short } from './writers/lengths.ts'

/** Receivers that a signal is delivered to before its sender gets an answer; more are served in the background. */
export const MAX_DELIVERED_AT_ONCE = 100

export interface SignalRequest extends VariableInput {
  tenantId: string
  name: string
  /** Only this execution: the token that waits, or the scope of an event sub-process. */
  executionId?: string
  actor: Actor
}

export interface BroadcastContext extends CorrelateContext {
  executor: JobExecutor
  leaseMs: number
}

/**
 * Sends a signal to every execution that waits for it and starts every process that it starts; to up to
 * {@link MAX_DELIVERED_AT_ONCE} receivers before it returns. A receiver that fails is tried again in the background and
 * does not concern the sender or the others. With `executionId` to that one alone, whose failure is the sender's.
 * @throws EngineError SUBSCRIPTION_NOT_FOUND (only with `executionId`), VALUE_TOO_LONG
 */
export async function broadcast(context: BroadcastContext, request: SignalRequest): Promise<void> {
  const { tenantId, name, executionId } = request
  short('signal name', name)
  if (executionId !== undefined) return deliverTo(context, request, executionId)
  const { database, clock, executor, leaseMs } = context
  const now = clock()
  const variables = toVariables(request)
  const deliveries = await inTransaction(database, async (tx) => {
    const job = newJob(
      'signal',
      { name, variables, exceptInstanceId: null, thrownAt: now, after: null },
      { tenant_id: tenantId, created_at: now },
    )
    await jobs(tx).insert([job])
    return fanOut(tx, job, { owner: executor.owner, availableAt: now + leaseMs })
  })
  if (deliveries.length <= MAX_DELIVERED_AT_ONCE) {
    await Promise.all(deliveries.map((job) => executor.perform(job)))
    return
  }
  await inTransaction(database, (tx) => jobs(tx).release(deliveries, now))
  executor.expect(now)
}

async function deliverTo({ database, clock, submit }: BroadcastContext, request: SignalRequest, executionId: string): Promise<void> {
  const { tenantId, name, actor } = request
  const waiting = await subscriptions(database).ofExecution(tenantId, executionId)
  const found = waiting.find((row) => row.kind === 'signal' && row.event_name === name)
  if (!found) throw new EngineError('SUBSCRIPTION_NOT_FOUND', `execution ${executionId} does not wait for signal ${name}`)
  const command = { type: 'deliverSignal' as const, now: clock(), actor, subscriptionId: found.id, variables: toVariables(request) }
  await submit({ tenantId, instanceId: found.instance_id, command })
}
