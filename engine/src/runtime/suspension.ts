import { deployments, inTransaction, instances, jobDefinitions, jobs, type Database, type JobRow } from '@lianban/storage'
import type { Actor } from '../index.ts'
import { definitionNotFound, EngineError } from './errors.ts'
import { ignoreAlreadySo } from './instance-commands.ts'
import type { JobExecutor } from './job-executor.ts'
import { newJob, payloadOf } from './job-kinds.ts'
import type { CommittedStep, Submission } from './submission.ts'

/** Instances that are suspended together. */
const PAGE = 200
/** Versions of one process. */
const MAX_VERSIONS = 1_000

export interface SuspendDefinitions {
  tenantId: string
  /** One definition, or all versions of a key. */
  definitionId?: string
  definitionKey?: string
  suspended: boolean
  /** Its running instances, too. */
  includeInstances?: boolean
  /** UTC epoch milliseconds; absent or past: now. */
  at?: number
  actor: Actor
}

export interface SuspensionContext {
  database: Database
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
  executor: JobExecutor
  leaseMs: number
}

/** What is needed to carry one out. */
interface PerformContext extends Pick<SuspensionContext, 'database' | 'clock' | 'submit'> {
  /** Tells the executor of jobs that became available. */
  expect: (availableAt: number) => void
}

/**
 * A suspended definition starts nothing and its jobs wait. It is a job, carried out at once or at its date, so that one
 * with many instances is finished after a crash as well.
 * @throws EngineError DEFINITION_NOT_FOUND
 */
export async function suspendDefinitions(context: SuspensionContext, request: SuspendDefinitions): Promise<void> {
  const { database, clock, executor, leaseMs } = context
  const { tenantId, definitionId, definitionKey, suspended, includeInstances = false, at, actor } = request
  if ((await definitionIds(database, tenantId, { definitionId, definitionKey })).length === 0) {
    throw definitionNotFound(definitionId === undefined ? `key ${definitionKey}` : `id ${definitionId}`)
  }
  const now = clock()
  const isLater = at !== undefined && at > now
  const payload = { definitionId, definitionKey, suspended, includeInstances, actor }
  const row = { tenant_id: tenantId, created_at: now, definition_id: definitionId ?? null, definition_key: definitionKey ?? null }
  const job = newJob(
    'suspension',
    payload,
    isLater ? { ...row, due_at: at } : { ...row, available_at: now + leaseMs, lease_owner: executor.owner },
  )
  await inTransaction(database, (tx) => jobs(tx).insert([job]))
  if (isLater) return executor.expect(at)
  const { error } = await executor.perform(job)
  if (error !== undefined) throw error
}

/** Carries out a `suspension` job. Doing it twice is harmless. */
export async function performSuspension(context: PerformContext, job: JobRow): Promise<void> {
  const { database } = context
  const { tenant_id: tenantId } = job
  const { suspended, includeInstances, actor = { userId: 'system' }, ...which } = payloadOf(job, 'suspension')
  const ids = await definitionIds(database, tenantId, which)
  await inTransaction(database, async (tx) => {
    await deployments(tx).suspendDefinitions(tenantId, ids, suspended)
    for (const definitionId of ids) {
      const places = await jobDefinitions(tx).ofDefinition(tenantId, definitionId)
      await jobDefinitions(tx).change(
        tenantId,
        places.map(({ id }) => id),
        { suspended: suspended ? 1 : 0 },
      )
      await (suspended ? jobs(tx).suspend({ tenantId, definitionId }) : jobs(tx).resume({ tenantId, definitionId }))
    }
  })
  if (includeInstances) for (const definitionId of ids) await suspendInstances(context, { tenantId, definitionId, suspended, actor })
  await inTransaction(database, (tx) => jobs(tx).removeOne(tenantId, job.id))
  if (!suspended) context.expect(context.clock())
}

async function definitionIds(
  database: Database,
  tenantId: string,
  { definitionId, definitionKey }: { definitionId?: string; definitionKey?: string },
): Promise<string[]> {
  if (definitionId === undefined && definitionKey === undefined)
    throw new EngineError('INVALID_ARGUMENT', 'a definition is named by its id or its key')
  const filter = definitionId === undefined ? { tenantId, key: definitionKey } : { tenantId, ids: [definitionId] }
  return (await deployments(database).listDefinitions(filter, { limit: MAX_VERSIONS })).map(({ id }) => id)
}

async function suspendInstances(
  { database, clock, submit }: PerformContext,
  { tenantId, definitionId, suspended, actor }: { tenantId: string; definitionId: string; suspended: boolean; actor: Actor },
): Promise<void> {
  for (let after: string | undefined; ;) {
    const rows = await instances(database).list({ tenantId, definitionId, status: 'active', suspended: !suspended }, { limit: PAGE, after })
    await Promise.all(
      rows.map(({ id: instanceId }) =>
        submit({ tenantId, instanceId, command: { type: suspended ? 'suspendInstance' : 'resumeInstance', now: clock(), actor } }).then(
          () => {},
          ignoreGone,
        ),
      ),
    )
    if (rows.length < PAGE) return
    after = rows.at(-1)!.id
  }
}

/** It ended meanwhile, or is as wanted already. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof EngineError) || error.code !== 'INSTANCE_NOT_FOUND') ignoreAlreadySo(error)
}
