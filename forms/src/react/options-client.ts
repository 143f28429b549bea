import { define, observable } from '@formily/reactive'
import {
  type FormSchema,
  type KnownOptions,
  loadOptions,
  type OptionItem,
  OptionsMemory,
  type OptionsQuery,
  type OptionsRequest,
  type OptionsSource,
} from '@lianban/forms'

/** Lists kept for the next time they are opened; the oldest goes first. */
const MAX_LISTS = 200

/** The options that one form has asked for, each question once. For observers: what becomes known is drawn anew. */
export class OptionsClient implements KnownOptions {
  private readonly source: OptionsSource | undefined
  private readonly memory = new OptionsMemory()
  private readonly lists = new Map<string, Promise<OptionItem[]>>()
  /** Counts up when something became known. */
  version = 0

  constructor(source: OptionsSource | undefined) {
    this.source = source
    define(this, { version: observable.ref })
  }

  /** Whether there is anybody to ask. */
  get available(): boolean {
    return this.source !== undefined
  }

  get(query: OptionsQuery, value: string): OptionItem | null | undefined {
    return this.version >= 0 ? this.memory.get(query, value) : undefined
  }

  /** Asks the source, once for each question. @throws whatever the source throws; then the question may be asked again */
  list(query: OptionsQuery, request: OptionsRequest): Promise<OptionItem[]> {
    const key = JSON.stringify([query, request])
    const asked = this.lists.get(key)
    if (asked) return asked
    const answer = (this.source?.list(query, request) ?? Promise.resolve([])).then((items) => {
      this.memory.put(query, items)
      this.version += 1
      return items
    })
    this.lists.set(key, answer)
    answer.catch(() => this.lists.delete(key))
    const [oldest] = this.lists.keys()
    if (this.lists.size > MAX_LISTS && oldest !== undefined) this.lists.delete(oldest)
    return answer
  }

  /** Looks up what the values name. It never rejects: what could not be looked up shows its code, and the server checks it. */
  async learn(schema: FormSchema, values: unknown): Promise<void> {
    if (!this.source) return
    await loadOptions(schema, values, this.source, this.memory).catch(() => undefined)
    this.version += 1
  }
}
