import { chineseMonthDay, dayOf, startOfDay } from '../../clock/index.ts'
import { CaseError } from '../errors.ts'

/** 422: nobody, too many, or somebody who is not there. */
export const recipientsInvalid = (message: string, path = 'to'): CaseError =>
  new CaseError('RECIPIENTS_INVALID', message, { problems: [{ path, code: 'RECIPIENTS_INVALID', message }] })

/** 422: a text that must be there is empty or too long. */
export const textRequired = (what: string, maxChars: number, path = 'text'): CaseError => {
  const message = `请填写${what}(不超过 ${maxChars} 字)`
  return new CaseError('TEXT_REQUIRED', message, { problems: [{ path, code: 'TEXT_REQUIRED', message }] })
}

/** 409: urged, or chased, not long ago. `nextAt`: when it is possible again. */
export const urgeTooSoon = (what: string, nextAt: number): CaseError =>
  new CaseError('URGE_TOO_SOON', `您不久前已经${what}过,${momentText(nextAt)}以后可以再次${what}`, { nextAt })

/** 409: nobody has the case in hand. */
export const nobodyToUrge = (message: string): CaseError => new CaseError('NOBODY_TO_URGE', message)

/** 409: answered, withdrawn, or the case is closed. */
export const questionClosed = (message: string): CaseError => new CaseError('QUESTION_CLOSED', message)

const MINUTE_MS = 60_000

/** `10月22日 17:30`. */
export function momentText(at: number): string {
  const day = dayOf(at)
  const minutes = Math.floor((at - startOfDay(day)) / MINUTE_MS)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${chineseMonthDay(day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The text without blanks around it. @throws CaseError TEXT_REQUIRED if it is empty or too long */
export function checkedText(text: string | undefined, what: string, maxChars: number, path = 'text'): string {
  const checked = text?.trim() ?? ''
  if (checked === '' || checked.length > maxChars) throw textRequired(what, maxChars, path)
  return checked
}
