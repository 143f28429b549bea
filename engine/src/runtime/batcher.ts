import { EngineError } from './errors.ts'

export interface BatcherOptions<Item, Result> {
  /** Most items in one batch. */
  maxSize: number
  /** Milliseconds an item waits for others while nothing is under way; 0: for those of the same turn of the event loop. */
  maxAgeMs: number
  /** Most items waiting; more are refused with QUEUE_FULL. */
  maxPending: number
  /** Does a batch and gives one outcome for each item, in order. Must not throw; if it does, the whole batch fails. */
  flush: (batch: Item[]) => Promise<Outcome<Result>[]>
}

export type Outcome<Result> = { ok: true; value: Result } | { ok: false; error: unknown }

interface Waiting<Item, Result> {
  item: Item
  resolve: (value: Result) => void
  reject: (error: unknown) => void
}

/**
 * Collects items and hands them on in batches, one batch at a time: what arrives while one is under way forms the next.
 * It knows size and age only.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>
  #waiting: Waiting<Item, Result>[] = []
  #timer: NodeJS.Timeout | null = null
  #immediate: NodeJS.Immediate | null = null
  #working: Promise<void> | null = null
  #closed = false

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options
  }

  /** The item's own result. @throws EngineError QUEUE_FULL or ENGINE_CLOSED; or what the flush says about this item */
  add(item: Item): Promise<Result> {
    if (this.#closed) return Promise.reject(new EngineError('ENGINE_CLOSED', 'the engine is closed'))
    if (this.#waiting.length >= this.#options.maxPending) {
      return Promise.reject(new EngineError('QUEUE_FULL', `${this.#waiting.length} commands are waiting already`))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#schedule()
    })
  }

  /** Takes no more items and waits until those taken are done. */
  async close(): Promise<void> {
    this.#closed = true
    while (this.#working || this.#waiting.length > 0) {
      this.#start()
      await this.#working
    }
  }

  #schedule(): void {
    if (this.#working) return
    if (this.#waiting.length >= this.#options.maxSize) this.#start()
    else if (this.#options.maxAgeMs > 0) this.#timer ??= setTimeout(() => this.#start(), this.#options.maxAgeMs)
    else this.#immediate ??= setImmediate(() => this.#start())
  }

  #start(): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#immediate) clearImmediate(this.#immediate)
    this.#timer = this.#immediate = null
    if (this.#working || this.#waiting.length === 0) return
    this.#working = this.#work().finally(() => {
      this.#working = null
      // what came after the last look at the queue has seen that something was under way, and set no timer
      if (this.#waiting.length > 0) this.#schedule()
    })
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.maxSize)
      const outcomes = await this.#flush(batch.map(({ item }) => item))
      batch.forEach(({ resolve, reject }, i) => {
        const outcome = outcomes[i]!
        if (outcome.ok) resolve(outcome.value)
        else reject(outcome.error)
      })
    }
  }

  async #flush(items: Item[]): Promise<Outcome<Result>[]> {
    try {
      return await this.#options.flush(items)
    } catch (error) {
      return items.map(() => ({ ok: false, error }))
    }
  }
}
