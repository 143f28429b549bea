import { wrongBankCard, wrongCitizenId, wrongCreditCode } from '@lianban/forms'
import type { Dice } from './dice.ts'

/** Of the sample county; given to no place, so no number made here is anybody's. */
const REGION = '320899'
/** Everybody made here is born before; what day it is does not matter to a check character. */
const LATE = '2100-01-01'
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A citizen id number whose check character is right, GB 11643. */
export function citizenId(dice: Dice): string {
  const born = `${dice.whole(1960, 2002)}${two(dice.whole(1, 12))}${two(dice.whole(1, 28))}`
  const body = `${REGION}${born}${String(dice.whole(1, 999)).padStart(3, '0')}`
  return firstRight(
    [...'0123456789X'],
    (check) => body + check,
    (value) => wrongCitizenId(value, LATE),
  )
}

/** A unified social credit code whose two check characters are right, GB 32100. @param kind `91` a company, `92` a one-man business */
export function creditCode(dice: Dice, kind: '91' | '92'): string {
  const body = `${kind}${REGION}MA${Array.from({ length: 6 }, () => dice.pick([...CREDIT_ALPHABET])).join('')}`
  const tails = [...'0123456789X'].flatMap((inner) => [...CREDIT_ALPHABET].map((outer) => inner + outer))
  return firstRight(tails, (tail) => body + tail, wrongCreditCode)
}

/** A bank card number whose check digit is right, ISO/IEC 7812. */
export const bankCard = (dice: Dice): string =>
  firstRight([...'0123456789'], (check) => `621700${String(dice.whole(0, 999_999_999_999)).padStart(12, '0')}${check}`, wrongBankCard)

export const mobile = (dice: Dice): string =>
  `1${dice.pick(['38', '39', '50', '59', '87', '98'])}${String(dice.whole(0, 99_999_999)).padStart(8, '0')}`

/** The check characters are those with which the number is right: the rules of the forms are the only ones. */
function firstRight(tails: string[], whole: (tail: string) => string, wrong: (value: string) => string | null): string {
  const found = tails.map(whole).find((value) => wrong(value) === null)
  if (found === undefined) throw new Error(`no check character makes ${whole(tails[0]!)} right`)
  return found
}

const two = (n: number): string => String(n).padStart(2, '0')
