import { deployments, inTransaction, jobDefinitions, jobs, newId, type Database, type JobRow, type Tx } from '@lianban/storage'
import { EngineError } from './errors.ts'
import { MAX_JOB_ATTEMPTS } from './job-kinds.ts'

/** Jobs taken together. */
const JOB_BATCH = 100
/** Batches that one run carries out at most; what is left waits for the next run. */
const MAX_RUN_BATCHES = 1000
/** Longest delay that setTimeout takes, in milliseconds. */
const MAX_SLEEP_MS = 2 ** 31 - 1
/** A job that failed unexpectedly is tried again after 1 s, 2 s, 4 s … but at most this long, in milliseconds. */
const MAX_BACKOFF_MS = 300_000
/** How long a job waits whose instance can take no answer because its caller is suspended, in milliseconds. */
const SUSPENDED_DELAY_MS = 60_000

export interface JobExecutorOptions {
  database: Database
  clock: () => number
  /** How long other engine processes keep off a job that this one carries out, milliseconds. */
  leaseMs: number
  /** How long the loop sleeps at most, so that it sees jobs that other processes made, milliseconds. */
  maxIdleMs: number
  /** Does what a job is for, and removes it with that. @returns false if it was not needed any more */
  perform: (job: JobRow) => Promise<boolean>
  onError: (error: unknown) => void
}

/** Carries out due jobs: on demand, or in a background loop that never overlaps itself. */
export class JobExecutor {
  /** By which other engine processes know who holds a job. */
  readonly owner = newId()
  readonly #options: JobExecutorOptions
  #running: Promise<number> | null = null
  #sleep: NodeJS.Timeout | null = null
  #wakeAt = Infinity
  #active = false

  constructor(options: JobExecutorOptions) {
    this.#options = options
  }

  /**
   * Carries out everything that is due at the clock's instant, also what becomes due by that. Calls do not overlap.
   * @returns how many jobs were done
   */
  async runDue(): Promise<number> {
    const before = this.#running
    const run = (async () => {
      await before?.catch(() => {})
      return this.#runAll()
    })()
    this.#running = run
    try {
      return await run
    } finally {
      if (this.#running === run) this.#running = null
    }
  }

  /** Starts the loop. */
  run(): void {
    if (this.#active) return
    this.#active = true
    this.#wake()
  }

  /** A job becomes available at this instant: the loop must not sleep past it. */
  expect(availableAt: number): void {
    if (!this.#active || availableAt >= this.#wakeAt) return
    if (this.#sleep) this.#sleepUntil(availableAt)
    else this.#wakeAt = availableAt
  }

  /** Stops the loop and waits for what is under way. */
  async close(): Promise<void> {
    this.#active = false
    if (this.#sleep) clearTimeout(this.#sleep)
    this.#sleep = null
    await this.#running?.catch(() => {})
  }

  /** Does one job that nobody else does. @returns whether it was done; what went wrong is written down. */
  async perform(job: JobRow): Promise<{ done: boolean; error?: unknown }> {
    try {
      return { done: await this.#options.perform(job) }
    } catch (error) {
      await this.#noteFailure(job, error)
      return { done: false, error }
    }
  }

  async #runAll(): Promise<number> {
    let done = 0
    for (let i = 0; i < MAX_RUN_BATCHES; i++) {
      const due = await this.#lease()
      if (due.length === 0) break
      const results = await Promise.all(due.map((job) => this.perform(job)))
      for (const result of results) {
        if (result.done) done++
        else if (result.error !== undefined) this.#options.onError(result.error)
      }
    }
    return done
  }

  /** The highest priority first among what is taken together. */
  #lease(): Promise<JobRow[]> {
    const now = this.#options.clock()
    return inTransaction(this.#options.database, async (tx) => {
      const taken = await jobs(tx).lease({ owner: this.owner, now, until: now + this.#options.leaseMs, limit: JOB_BATCH })
      return (await withoutSuspended(tx, taken)).sort((a, b) => b.priority - a.priority)
    })
  }

  async #noteFailure(job: JobRow, error: unknown): Promise<void> {
    const { database, clock } = this.#options
    const write = (change: Partial<JobRow>) => jobs(database).change(job.tenant_id, job.id, change).catch(this.#options.onError)
    const now = clock()
    if (error instanceof EngineError) {
      if (error.code === 'INSTANCE_SUSPENDED') return void (await write({ available_at: now + SUSPENDED_DELAY_MS, lease_owner: null }))
      if (error.code === 'CONCURRENT_CHANGE' || error.code === 'QUEUE_FULL' || error.code === 'ENGINE_CLOSED')
        return void (await write({ available_at: now + 1, lease_owner: null }))
    }
    const retries = Math.max(0, job.retries - 1)
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    const available = retries === 0 || job.suspended === 1 ? null : now + backoff(MAX_JOB_ATTEMPTS - retries)
    await write({ retries, available_at: available, lease_owner: null, error_message: message, error_details: stack ?? null })
    if (available !== null) this.expect(available)
  }

  /** One turn of the loop. */
  #wake(): void {
    this.#sleep = null
    this.#wakeAt = Infinity
    this.runDue()
      .then(() => jobs(this.#options.database).nextAvailableAt())
      .catch((error: unknown) => {
        this.#options.onError(error)
        return null
      })
      .then((next) => {
        if (this.#active) this.#sleepUntil(Math.min(next ?? Infinity, this.#wakeAt))
      })
      .catch(this.#options.onError)
  }

  #sleepUntil(instant: number): void {
    if (this.#sleep) clearTimeout(this.#sleep)
    const now = this.#options.clock()
    const delay = Math.min(Math.max(instant - now, 0), this.#options.maxIdleMs, MAX_SLEEP_MS)
    this.#wakeAt = now + delay
    this.#sleep = setTimeout(() => this.#wake(), delay)
    // A process that has nothing else to do may end; its jobs are in the database.
    this.#sleep.unref()
  }
}

const backoff = (failures: number): number => Math.min(1000 * 2 ** Math.max(0, failures - 1), MAX_BACKOFF_MS)

/** Jobs of suspended definitions are put aside: they may have been made after the suspension. */
async function withoutSuspended(tx: Tx, taken: JobRow[]): Promise<JobRow[]> {
  if (taken.length === 0) return []
  const tenantIds = [...new Set(taken.map((job) => job.tenant_id))]
  const distinct = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))]
  const definitions = await deployments(tx).suspendedAmong(
    tenantIds,
    distinct(taken.map((job) => (job.kind === 'suspension' ? null : job.definition_id))),
  )
  const places = await jobDefinitions(tx).specialAmong(tenantIds, distinct(taken.map((job) => job.job_definition_id)))
  if (definitions.length === 0 && places.length === 0) return taken
  prioritize(taken, places)
  const suspended = new Set(
    [...definitions, ...places.filter((place) => place.suspended === 1)].map(({ tenant_id, id }) => `${tenant_id}\n${id}`),
  )
  const isSuspended = (job: JobRow) =>
    (job.kind !== 'suspension' && suspended.has(`${job.tenant_id}\n${job.definition_id}`)) ||
    suspended.has(`${job.tenant_id}\n${job.job_definition_id}`)
  for (const job of taken) if (isSuspended(job)) await jobs(tx).change(job.tenant_id, job.id, { suspended: 1, available_at: null })
  return taken.filter((job) => !isSuspended(job))
}

/** A place's own priority counts for the jobs that were made there after it was set, too. */
function prioritize(taken: JobRow[], places: { tenant_id: string; id: string; priority: number | null }[]): void {
  const priorities = new Map(places.map(({ tenant_id, id, priority }) => [`${tenant_id}\n${id}`, priority]))
  for (const job of taken) job.priority = priorities.get(`${job.tenant_id}\n${job.job_definition_id}`) ?? job.priority
}
