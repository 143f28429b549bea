import { randomInt } from 'node:crypto'

/** Without characters that look like others: 0 O 1 l I. */
const LOWER = 'abcdefghjkmnpqrstuvwxyz'
const UPPER = 'ABCDEFGHJKMNPQRSTUVWXYZ'
const DIGITS = '23456789'
const GROUP_CHARS = 4
const GROUPS = 4

/**
 * A password to be handed out once, e.g. `Kq7m-Rt3x-Wp9d-hM4v`: 90 bits, easily read aloud, of four classes. The account
 * that gets it must choose another at the first login.
 */
export function oneTimePassword(): string {
  const group = () => [LOWER, UPPER, DIGITS, LOWER + UPPER + DIGITS].map(pick)
  return Array.from({ length: GROUPS }, () => shuffled(group()).slice(0, GROUP_CHARS).join('')).join('-')
}

const pick = (characters: string): string => characters[randomInt(characters.length)]!

function shuffled(values: string[]): string[] {
  const left = [...values]
  return values.map(() => left.splice(randomInt(left.length), 1)[0]!)
}
