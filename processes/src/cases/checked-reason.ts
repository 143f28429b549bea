import { reasonRequired } from './errors.ts'

/** Characters of a reason that goes on record. */
export const MAX_REASON_CHARS = 500

/**
 * A reason as it is recorded, without blanks around it.
 * @param what it is called where it is missing
 * @throws CaseError REASON_REQUIRED if it is empty or too long
 */
export function checkedReason(text: string, what = '理由', maxChars = MAX_REASON_CHARS): string {
  const reason = text.trim()
  if (reason === '' || reason.length > maxChars) throw reasonRequired(maxChars, what)
  return reason
}
