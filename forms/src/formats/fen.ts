import { MONEY_PATTERN } from './chinese-amount.ts'

/**
 * Money in fen, the smallest unit, as an exact integer.
 * @param amount yuan as decimal text with two digits, `"1409.50"`   @returns null when the text is no amount
 */
export function fenOf(amount: unknown): bigint | null {
  return typeof amount === 'string' && MONEY_PATTERN.test(amount) ? BigInt(amount.replace('.', '')) : null
}

/** Fen as yuan with two digits: 140950n → `1409.50`. */
export function yuanOf(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * A calculated amount in yuan with two digits, half a fen rounded up: 1.005 → `1.01`. It is rounded as it is written in
 * decimals, because in binary 1.005 is a little less than it says.
 */
export function yuanText(yuan: number): string {
  const rounded = Number(`${Math.round(Number(`${yuan}e2`))}e-2`)
  return (Number.isFinite(rounded) ? rounded : yuan).toFixed(2)
}
