import { valueTooLong } from '../errors.ts'

/** Characters that a key column holds. */
export const MAX_KEY_LENGTH = 191

/** The value if it fits a key column. @throws EngineError VALUE_TOO_LONG */
export function short<T extends string | null | undefined>(what: string, value: T): T {
  if (value != null && value.length > MAX_KEY_LENGTH) throw valueTooLong(what, value.length, MAX_KEY_LENGTH)
  return value
}
