import { reasonMissing } from './errors.ts'

const MAX_REASON_CHARS = 500

/** A reason as it is recorded, without blanks around it. @throws REASON_MISSING if it is empty or longer than 500 characters */
export function checkedReason(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '' || [...trimmed].length > MAX_REASON_CHARS) throw reasonMissing(MAX_REASON_CHARS)
  return trimmed
}
