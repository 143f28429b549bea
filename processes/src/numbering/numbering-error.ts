/** A number that cannot be formed or is not well formed; `code` is stable. */
export class NumberingError extends Error {
  readonly code: 'NUMBER_PART_INVALID' | 'NUMBER_EXHAUSTED'

  constructor(code: NumberingError['code'], message: string) {
    super(message)
    this.name = 'NumberingError'
    this.code = code
  }
}

/** The part as text if it has the shape. @throws NumberingError NUMBER_PART_INVALID */
export function checkedPart(name: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) return value
  throw new NumberingError('NUMBER_PART_INVALID', `${name} "${value}" does not match ${pattern.source}`)
}

/** The sequence number with leading zeros. @throws NumberingError NUMBER_EXHAUSTED if it needs more than `digits` */
export function paddedSequence(name: string, sequence: number, digits: number): string {
  if (!Number.isInteger(sequence) || sequence < 1)
    throw new NumberingError('NUMBER_PART_INVALID', `${name}: ${sequence} is not a sequence number`)
  const text = String(sequence)
  if (text.length > digits) throw new NumberingError('NUMBER_EXHAUSTED', `${name}: all ${digits}-digit numbers are used up`)
  return text.padStart(digits, '0')
}
