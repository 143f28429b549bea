import { drawBytes } from './random.ts'

/** Crockford's base 32, lower case: no i, l, o, u, so that an id read over the telephone is not mistaken. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARS = 10
const RANDOM_CHARS = 16
const RANDOM_BITS = 80n
const RANDOM_LIMIT = 1n << RANDOM_BITS

let lastTime = -1
let lastRandom = 0n

/**
 * A new id of 26 lower-case characters: 48 bits of milliseconds, then 80 random bits, so that ids sort by the time they
 * were made. Within one process each id is greater than the one before, also when the clock stands or goes back.
 * @param now UTC epoch milliseconds
 * Source: the ULID specification, here in lower case.
 */
export function newId(now: number = Date.now()): string {
  if (now > lastTime) {
    lastTime = now
    lastRandom = freshRandom()
  } else {
    lastRandom += 1n
    if (lastRandom >= RANDOM_LIMIT) {
      lastTime += 1
      lastRandom = freshRandom()
    }
  }
  return encode(BigInt(lastTime), TIME_CHARS) + encode(lastRandom, RANDOM_CHARS)
}

const freshRandom = (): bigint => BigInt(`0x${drawBytes(Number(RANDOM_BITS) / 8).toString('hex')}`)

/** JavaScript's own digits of base 32 are those letters in their order, counted on without a gap. */
const DIGITS = new Map(Array.from(ALPHABET, (letter, digit) => [digit.toString(32), letter]))

function encode(value: bigint, chars: number): string {
  let text = ''
  for (const digit of value.toString(32).padStart(chars, '0')) text += DIGITS.get(digit)!
  return text
}
