import { checkedPart } from './numbering-error.ts'

/**
 * Check digit by the hybrid system MOD 11,10, which also yields 0–9 only.
 * @param digits the number without its check digit
 * @throws NumberingError NUMBER_PART_INVALID if there is anything but digits
 * Source: ISO 7064:2003 clause 8 and 9, taken over as GB/T 17710. Good: 0794 → 5 (the standard's own example).
 */
export function checkDigitMod1110(digits: string): string {
  let product = 10
  for (const digit of checkedPart('number', digits, /^\d+$/)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11
  return String((11 - product) % 10)
}
