export type NumberingErrorCode =
  | 'NUMBER_PART_INVALID'
  | 'NUMBER_EXHAUSTED'
  | 'NUMBER_SCHEME_INVALID'
  | 'NUMBER_TAKEN'
  | 'NUMBER_NOT_FOUND'
  | 'NUMBER_ALREADY_VOID'
  | 'NUMBER_IN_USE'

/** A number that cannot be formed, given out or voided; `code` is stable. */
export class NumberingError extends Error {
  readonly code: NumberingErrorCode
  readonly details: unknown

  constructor(code: NumberingErrorCode, message: string, details?: unknown) {
    super(message)
    this.name = 'NumberingError'
    this.code = code
    this.details = details
  }
}

/** The part as text if it has the shape. @throws NumberingError NUMBER_PART_INVALID */
export function checkedPart(name: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) return value
  throw new NumberingError('NUMBER_PART_INVALID', `${name} "${value}" does not match ${pattern.source}`)
}
