import type { Tx } from '@lianban/storage'
import { ExpressionFailure, NotYetKnown } from '../expression/expression.ts'

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
 * read once for each command, in its transaction; until it is there the call throws, and the step is done again. An
 * ExpressionFailure of `read` is one of the expression.
 */
export type Load = <Value>(key: string, read: (tx: Tx) => Promise<Value>) => Value

export function loader(): Load {
  const known = new Map<string, () => unknown>()
  return <Value>(key: string, read: (tx: Tx) => Promise<Value>): Value => {
    const value = known.get(key)
    if (value) return value() as Value
    throw new NotLoaded(key, async (tx) => void known.set(key, await answer(() => read(tx))))
  }
}

/** The value, or what the modeller has to mend: thrown where it is asked for, so that the element has an incident. */
async function answer<Value>(read: () => Promise<Value>): Promise<() => Value> {
  try {
    const value = await read()
    return () => value
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    return () => {
      throw error
    }
  }
}

/** Where there is no command, and so no transaction. */
export const loadsNothing: Load = (key) => {
  throw new Error(`${key} can be asked for in a running instance only`)
}
