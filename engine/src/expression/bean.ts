/**
 * An object of JUEL such as `execution` or `task`: closed lists of what can be read and called, own properties only.
 * `properties` may be getters; `getName()` reads the property `name` where no method has that name.
 */
export class Bean {
  readonly properties: Readonly<Record<string, unknown>>
  readonly methods: Readonly<Record<string, (...values: unknown[]) => unknown>>
  constructor(properties: Bean['properties'], methods: Bean['methods'] = {}) {
    this.properties = properties
    this.methods = methods
  }
}

/** A change of a variable that an expression or script asks for: on its own scope, or on the nearest that has it. */
export type Write = { scope: 'local' | 'nearest'; name: string } & ({ value: unknown } | { removed: true })
/** In the order they were asked for. */
export type Writes = Write[]

/** The last write to a name, which later reads see; null if there is none. */
export function lastWrite(writes: Writes, name: string): Write | null {
  return writes.findLast((write) => write.name === name) ?? null
}
