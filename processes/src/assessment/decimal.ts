/*
 * Values of indicators are decimal text, scores whole thousandths of a point: nothing is ever a binary fraction. What divides is
 * kept as a fraction of whole numbers until the one place that rounds.
 */

/** Decimal places that a value may have. */
const PLACES = 6
const UNIT = 10n ** BigInt(PLACES)
const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/

/** A value as a whole number of millionths. @throws RangeError if it is no decimal number with at most six places */
export function micros(text: string): bigint {
  if (!DECIMAL.test(text)) throw new RangeError(`not a decimal number with at most ${PLACES} places: ${text}`)
  const [whole, places = ''] = text.replace('-', '').split('.') as [string, string?]
  const size = BigInt(whole) * UNIT + BigInt(places.padEnd(PLACES, '0'))
  return text.startsWith('-') ? -size : size
}

/** What a form or an expression gave, as decimal text with at most six places. @throws RangeError if it is no such number */
export function decimalText(value: number | string): string {
  const text = typeof value === 'number' ? value.toFixed(PLACES) : value.trim()
  return fromMicros(micros(text))
}

export function fromMicros(value: bigint): string {
  const size = value < 0n ? -value : value
  const places = (size % UNIT).toString().padStart(PLACES, '0').replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${size / UNIT}${places && `.${places}`}`
}

/** Whole numbers, the divisor positive. */
export interface Fraction {
  of: bigint
  by: bigint
}

export const fraction = (of: bigint, by: bigint): Fraction => (by < 0n ? { of: -of, by: -by } : { of, by })
export const isLess = (a: Fraction, b: Fraction): boolean => a.of * b.by < b.of * a.by

/** The one rule of rounding 四舍五入: half away from zero, to a whole number. */
export function rounded({ of, by }: Fraction): number {
  const size = of < 0n ? -of : of
  const whole = (size * 2n + by) / (by * 2n)
  return Number(of < 0n ? -whole : whole)
}

/** Thousandths of a point as people read them: `87.5`, `-3`. */
export const pointsText = (points: number): string => fromMicros(BigInt(points) * 1000n)

/** Points of a form → thousandths. @throws RangeError if it has more than three places */
export function thousandths(value: number | string): number {
  const size = micros(decimalText(value))
  if (size % 1000n !== 0n) throw new RangeError('分值最多保留三位小数')
  return Number(size / 1000n)
}

/** A share as people read it, to a hundredth of a per cent: `102.5%`. */
export const percentText = ({ of, by }: Fraction): string => `${fromMicros(BigInt(rounded({ of: of * 10_000n, by })) * 10_000n)}%`
