/** Takes down one problem of a schema. */
export type Report = (path: string, code: string, message: string) => void

/** The JSON pointer (RFC 6901) of `key` below `path`. */
export function pointer(path: string, key: string | number): string {
  return `${path}/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`
}

/** A JSON object: neither null, nor an array, nor an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
