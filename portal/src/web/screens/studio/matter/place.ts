/* A matter as an editor sees it: JSON, of which one place after the other is read and changed. */

export type Json = Record<string, unknown>
export type Path = readonly (string | number)[]

/** What stands at a place; undefined where there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, name) => (at === null || typeof at !== 'object' ? undefined : (at as Json)[name]), value)
}

/** The same with another value at the place; undefined takes the member away. Everything beside the path is shared. */
export function withValue<T>(value: T, path: Path, next: unknown): T {
  const [name, ...rest] = path
  if (name === undefined) return next as T
  if (Array.isArray(value)) {
    const copy = [...(value as unknown[])]
    copy[name as number] = withValue(copy[name as number], rest, next)
    return copy as T
  }
  const copy: Json = { ...(value as Json | undefined) }
  const inner = withValue(copy[name], rest, next)
  if (inner === undefined) delete copy[name]
  else copy[name] = inner
  return copy as T
}
