import { inTransaction, newId, subscriptions, type Database, type SubscriptionRow } from '@lianban/storage'
import { EngineError } from './errors.ts'
import type { CommittedStep, Submission } from './submission.ts'

/** Timers fired together. */
const TIMER_BATCH = 100
/** Batches that one run fires at most; what is left waits for the next run. */
const MAX_RUN_BATCHES = 1000
/** Longest delay that setTimeout takes, in milliseconds. */
const MAX_SLEEP_MS = 2 ** 31 - 1

export interface TimersOptions {
  database: Database
  clock: () => number
  /** How long other engine processes keep off a timer that this one is firing, milliseconds. */
  leaseMs: number
  /** How long the loop sleeps at most, so that it sees timers that other processes set, milliseconds. */
  maxIdleMs: number
  submit: (submission: Submission) => Promise<CommittedStep>
  onError: (error: unknown) => void
}

/** Fires due timers: on demand, or in a background loop that never overlaps itself. */
export class Timers {
  readonly #options: TimersOptions
  readonly #owner = newId()
  #running: Promise<number> | null = null
  #sleep: NodeJS.Timeout | null = null
  #wakeAt = Infinity
  #active = false

  constructor(options: TimersOptions) {
    this.#options = options
  }

  /**
   * Fires everything that is due at the clock's instant, also what becomes due by that. Calls do not overlap.
   * @returns how many timers were fired
   */
  async runDue(): Promise<number> {
    const before = this.#running
    const run = (async () => {
      await before?.catch(() => {})
      return this.#fireAll()
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

  /** A timer was set for this instant: the loop must not sleep past it. */
  expect(dueAt: number): void {
    if (!this.#active || dueAt >= this.#wakeAt) return
    if (this.#sleep) this.#sleepUntil(dueAt)
    else this.#wakeAt = dueAt
  }

  /** Stops the loop and waits for what is under way. */
  async close(): Promise<void> {
    this.#active = false
    if (this.#sleep) clearTimeout(this.#sleep)
    this.#sleep = null
    await this.#running?.catch(() => {})
  }

  async #fireAll(): Promise<number> {
    let fired = 0
    for (let i = 0; i < MAX_RUN_BATCHES; i++) {
      const due = await this.#lease()
      if (due.length === 0) break
      const results = await Promise.allSettled(due.map((timer) => this.#fire(timer)))
      for (const result of results) {
        if (result.status === 'rejected') this.#options.onError(result.reason)
        else if (result.value) fired++
      }
    }
    return fired
  }

  #lease(): Promise<SubscriptionRow[]> {
    const now = this.#options.clock()
    return inTransaction(this.#options.database, (tx) =>
      subscriptions(tx).lease({ owner: this.#owner, now, until: now + this.#options.leaseMs, limit: TIMER_BATCH }))
  }

  /** @returns false if it was closed meanwhile, fired by another process or no longer needed */
  async #fire({ tenant_id: tenantId, instance_id: instanceId, id: subscriptionId }: SubscriptionRow): Promise<boolean> {
    const command = { type: 'executeJob' as const, now: this.#options.clock(), actor: { userId: 'system' }, subscriptionId }
    try {
      await this.#options.submit({ tenantId, instanceId, command })
      return true
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'SUBSCRIPTION_NOT_FOUND') throw error
      // The instance knows nothing of it (any more), so the row must not come back when the lease ends.
      await subscriptions(this.#options.database).remove([{ tenant_id: tenantId, id: subscriptionId }])
      return false
    }
  }

  /** One turn of the loop. */
  #wake(): void {
    this.#sleep = null
    this.#wakeAt = Infinity
    this.runDue()
      .then(() => subscriptions(this.#options.database).nextDueAt(this.#options.clock()))
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
    // A process that has nothing else to do may end; its timers are in the database.
    this.#sleep.unref()
  }
}
