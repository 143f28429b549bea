/** Each code with its HTTP status. */
const STATUS = {
  DICTIONARY_NOT_FOUND: 404,
  DICTIONARY_EXISTS: 409,
  DICTIONARY_CHANGED: 409,
  DICTIONARY_INVALID: 422,
  OPTIONS_UNREACHABLE: 503,
} as const

export type OptionsErrorCode = keyof typeof STATUS

/** A stable code, its HTTP status, and words for the person who asked. */
export class OptionsError extends Error {
  readonly status: number
  constructor(
    readonly code: OptionsErrorCode,
    message: string,
    readonly details?: unknown,
    /** Why, for the log alone. */
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'OptionsError'
    this.status = STATUS[code]
  }
}
