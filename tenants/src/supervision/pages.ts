/** Reads items one by one from a stream of pages; only a new page costs an asynchronous step. */
export class PageReader<T> {
  #pages: AsyncIterator<readonly T[]>
  #page: readonly T[] = []
  #at = 0

  constructor(pages: AsyncIterable<readonly T[]>) {
    this.#pages = pages[Symbol.asyncIterator]()
  }

  /** Makes the next item ready. @returns false at the end */
  async ready(): Promise<boolean> {
    while (this.#at === this.#page.length) {
      const next = await this.#pages.next()
      if (next.done) return false
      this.#page = next.value
      this.#at = 0
    }
    return true
  }

  /** Whether `take` has an item without `ready`. */
  get has(): boolean {
    return this.#at < this.#page.length
  }

  /** The next item, once it is ready. */
  take(): T {
    return this.#page[this.#at++]!
  }

  /** Lets the stream go, also when it was not read to its end. */
  async close(): Promise<void> {
    await this.#pages.return?.()
  }
}
