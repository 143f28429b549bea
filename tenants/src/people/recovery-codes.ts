import { createHash, randomBytes } from 'node:crypto'

/** Crockford's base 32 in lower case: no i, l, o, u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const CODES = 10
const CODE_CHARS = 12

/** Ten codes of 60 random bits, `7kq2-m9xd-4rtp`: shown once, each good for one login without the telephone. */
export const newRecoveryCodes = (): string[] => Array.from({ length: CODES }, () => grouped(randomCode()))

/** As typed, in whatever case and grouping. @returns null if it cannot be one */
export function recoveryCodeHash(typed: string): string | null {
  const code = typed.toLowerCase().replace(/[\s-]/g, '')
  return code.length === CODE_CHARS ? createHash('sha256').update(code).digest('hex') : null
}

const randomCode = (): string => [...randomBytes(CODE_CHARS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')

const grouped = (code: string): string => code.match(/.{4}/g)!.join('-')
