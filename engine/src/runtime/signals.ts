import { eventStarts, jobs, subscriptions, type EventStartRow, type JobRow, type SubscriptionRow, type Tx } from '@lianban/storage'
import { newJob, payloadOf } from './job-kinds.ts'

/** Subscriptions that are read at once. */
const PAGE = 500
/** Pages that one transaction deals with; the rest of a signal's receivers follow in the next. */
const MAX_PAGES = 20
/** Processes that a signal starts. */
const MAX_STARTS = 1_000

/**
 * Makes a job for each receiver of a signal: all executions that waited for it when it was thrown, but those of the
 * instance that threw it, and all processes that it starts. The receivers' jobs and the signal's own progress commit
 * together, and each delivery commits with the end of its job: a crash neither loses nor doubles one, and a receiver that
 * fails is tried again without the others.
 * @param hold who carries out the deliveries, or null for whoever comes, and from when others may
 * @returns the jobs that were made
 */
export async function fanOut(tx: Tx, job: JobRow, hold: { owner: string | null; availableAt: number }): Promise<JobRow[]> {
  const { tenant_id: tenantId, created_at: createdAt } = job
  const signal = payloadOf(job, 'signal')
  const common = { tenant_id: tenantId, created_at: createdAt, available_at: hold.availableAt, lease_owner: hold.owner }
  const made: JobRow[] = []
  if (signal.after === null) {
    const starts = await eventStarts(tx).waiting(tenantId, { kind: 'signal', eventName: signal.name }, MAX_STARTS)
    made.push(...starts.map((start) => newJob('signalStart', { variables: signal.variables }, { ...common, ...startColumns(start) })))
  }
  let after = signal.after
  let isDone = false
  for (let page = 0; page < MAX_PAGES && !isDone; page++) {
    const filter = {
      tenantId,
      kind: 'signal',
      eventName: signal.name,
      createdUntil: signal.thrownAt,
      instanceIdNot: signal.exceptInstanceId ?? undefined,
      after: after ?? undefined,
    }
    const rows = await subscriptions(tx).waiting(filter, PAGE)
    made.push(
      ...rows.map((row) =>
        newJob('signalDelivery', { subscriptionId: row.id, variables: signal.variables }, { ...common, ...deliveryColumns(row) }),
      ),
    )
    after = rows.at(-1)?.id ?? after
    isDone = rows.length < PAGE
  }
  const isOurs = isDone
    ? await jobs(tx).removeOne(tenantId, job.id)
    : await jobs(tx).change(tenantId, job.id, { payload: JSON.stringify({ ...signal, after }), available_at: createdAt, lease_owner: null })
  if (!isOurs) return []
  await jobs(tx).insert(made)
  return made
}

const startColumns = (start: EventStartRow) => ({
  definition_id: start.definition_id,
  definition_key: start.definition_key,
  element_id: start.element_id,
})

const deliveryColumns = (row: SubscriptionRow) => ({
  instance_id: row.instance_id,
  definition_id: row.definition_id,
  definition_key: row.definition_key,
  token_id: row.token_id,
  element_id: row.element_id,
})
