import type { Engine } from '../runtime/engine.ts'
import type { FetchRequest, LockedExternalTask } from '../runtime/fetch-and-lock.ts'
import { RestError } from './errors.ts'

/** Longest wait a client may ask for, milliseconds; Camunda's limit. */
export const MAX_WAIT_MS = 1_800_000
/** Clients that wait at once; Camunda's limit. */
const MAX_WAITING = 200
/** How often a waiting fetch looks by itself: for tasks of other engine processes and for locks that expired. */
const REQUERY_MS = 30_000

export interface PollRequest extends FetchRequest {
  waitMs: number
  /** Aborted when the client's connection is gone. */
  connection: AbortSignal
}

/** Fetches that wait for tasks. */
export class LongPolls {
  readonly #engine: Engine
  readonly #onePerWorker: boolean
  #waiting = 0
  /** With `onePerWorker`: what ends the fetch of each worker that waits. */
  readonly #ends = new Map<string, () => void>()

  constructor(engine: Engine, { onePerWorker = false }: { onePerWorker?: boolean } = {}) {
    this.#engine = engine
    this.#onePerWorker = onePerWorker
  }

  /**
   * Locks tasks, or waits up to `waitMs` until there are some. Tasks that were locked for a client whose connection
   * is gone are freed again at once.
   * @throws RestError 500 if too many clients wait already
   */
  async fetch({ waitMs, connection, ...request }: PollRequest): Promise<LockedExternalTask[]> {
    if (waitMs <= 0) return this.#fetchFor(request, connection)
    if (this.#waiting >= MAX_WAITING) {
      throw new RestError(
        500,
        'InvalidRequestException',
        'At the moment the server has to handle too many requests at the same time. Please try again later.',
      )
    }
    this.#waiting++
    try {
      return await this.#wait(request, waitMs, connection)
    } finally {
      this.#waiting--
    }
  }

  async #wait(request: FetchRequest, waitMs: number, connection: AbortSignal): Promise<LockedExternalTask[]> {
    const topics = request.topics.map(({ topicName }) => topicName)
    let isStale = false
    let isOver = false
    let wake = () => {}
    const look = () => {
      isStale = true
      wake()
    }
    const end = () => {
      isOver = true
      wake()
    }
    const worker = `${request.tenantId}\n${request.workerId}`
    if (this.#onePerWorker) {
      this.#ends.get(worker)?.()
      this.#ends.set(worker, end)
    }
    const stopListening = this.#engine.externalTasks.onAvailable((fresh) => {
      if (fresh === null || topics.some((topic) => fresh.has(topic))) look()
    })
    const timers = [setTimeout(end, waitMs), setInterval(look, REQUERY_MS)]
    const signals = [connection, this.#engine.closing]
    for (const signal of signals) signal.addEventListener('abort', end)
    isOver = signals.some(({ aborted }) => aborted)
    try {
      for (;;) {
        isStale = false
        const tasks = await this.#fetchFor(request, connection)
        if (tasks.length > 0 || isOver) return tasks
        if (!isStale) await new Promise<void>((resolve) => (wake = resolve))
        if (isOver && !isStale) return []
      }
    } finally {
      stopListening()
      if (this.#ends.get(worker) === end) this.#ends.delete(worker)
      for (const timer of timers) clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', end)
    }
  }

  async #fetchFor(request: FetchRequest, connection: AbortSignal): Promise<LockedExternalTask[]> {
    if (connection.aborted) return []
    const tasks = await this.#engine.externalTasks.fetchAndLock(request)
    if (tasks.length === 0 || !connection.aborted) return tasks
    await this.#engine.externalTasks.release({
      tenantId: request.tenantId,
      workerId: request.workerId,
      taskIds: tasks.map(({ row }) => row.id),
    })
    return []
  }
}
