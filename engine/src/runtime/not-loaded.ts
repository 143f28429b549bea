import type { Tx } from '@lianban/storage'
import { NotYetKnown } from '../expression/expression.ts'

/**
 * A step asked for something that is in the database. Thrown through the core, which is pure: what it has begun is
 * thrown away, `load` fetches the thing, and the step is done again.
 */
export class NotLoaded extends NotYetKnown {
  readonly load: (tx: Tx) => Promise<void>

  constructor(what: string, load: (tx: Tx) => Promise<void>) {
    super(`${what} is not loaded yet`)
    this.load = load
  }
}

/**
 * For functions of expressions that need the database: the value by its key, which must say all that it depends on. It is
 * read once for each command, in its transaction; until it is there the call throws, and the step is done again.
 */
export type Load = <Value>(key: string, read: (tx: Tx) => Promise<Value>) => Value

export function loader(): Load {
  const known = new Map<string, unknown>()
  return <Value>(key: string, read: (tx: Tx) => Promise<Value>): Value => {
    if (known.has(key)) return known.get(key) as Value
    throw new NotLoaded(key, async (tx) => void known.set(key, await read(tx)))
  }
}

/** Where there is no command, and so no transaction. */
export const loadsNothing: Load = (key) => {
  throw new Error(`${key} can be asked for in a running instance only`)
}
