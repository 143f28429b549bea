import type { Tx } from '@lianban/storage'

/**
 * A step asked for something that is in the database. Thrown through the core, which is pure: what it has begun is
 * thrown away, `load` fetches the thing, and the step is done again.
 */
export class NotLoaded extends Error {
  readonly load: (tx: Tx) => Promise<void>

  constructor(what: string, load: (tx: Tx) => Promise<void>) {
    super(`${what} is not loaded yet`)
    this.load = load
  }
}
