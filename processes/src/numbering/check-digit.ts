import { checkedPart } from './numbering-error.ts'

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Check digit by the hybrid system MOD 11,10, which also yields 0–9 only.
 * @param digits the number without its check digit
 * @throws NumberingError NUMBER_PART_INVALID if there is anything but digits
 * Source: ISO 7064:2003 clause 8 and 9, taken over as GB/T 17710. Good: 0794 → 5 (the standard's own example).
 */
export const checkDigitMod1110 = (digits: string): string => hybrid(checkedPart('number', digits, /^\d+$/), 10)

/**
 * Check character by the hybrid system MOD 37,36, for numbers with capitals in them; yields 0–9 and A–Z.
 * @throws NumberingError NUMBER_PART_INVALID
 * Source: ISO 7064:2003 clause 8 and 9. Good: A12425GABC1234002 → M (GRid standard).
 */
export const checkCharacterMod3736 = (text: string): string => hybrid(checkedPart('number', text, /^[0-9A-Z]+$/), 36)

/**
 * Check character by the pure system MOD 11-2; yields 0–9 and X.
 * @throws NumberingError NUMBER_PART_INVALID
 * Source: ISO 7064:2003 clause 6 and 7; GB 11643-1999 uses it. Good: 0794 → 0, 11010519491231002 → X.
 */
export function checkCharacterMod112(digits: string): string {
  let sum = 0
  for (const digit of checkedPart('number', digits, /^\d+$/)) sum = ((sum + Number(digit)) * 2) % 11
  return '0123456789X'[(12 - sum) % 11]!
}

/** The check functions that a pattern may name, with what they can be computed over. */
export const CHECK_FUNCTIONS = {
  'mod-11-10': { of: checkDigitMod1110, over: /[0-9]/g },
  'mod-11-2': { of: checkCharacterMod112, over: /[0-9]/g },
  'mod-37-36': { of: checkCharacterMod3736, over: /[0-9A-Z]/g },
} as const

export type CheckFunction = keyof typeof CHECK_FUNCTIONS

function hybrid(text: string, modulus: 10 | 36): string {
  let product: number = modulus
  for (const character of text) product = (((product + ALPHANUMERIC.indexOf(character)) % modulus || modulus) * 2) % (modulus + 1)
  return ALPHANUMERIC[(modulus + 1 - product) % modulus]!
}
