import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'

/** Cost of a password hash; memory is 128 · N · r bytes. */
export interface ScryptCost {
  N: number
  r: number
  p: number
}

/** 32 MiB and some 70 ms for every guess. Source: OWASP password storage; RFC 7914. */
export const DEFAULT_SCRYPT: ScryptCost = { N: 2 ** 15, r: 8, p: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32
/** OpenSSL counts some fixed blocks beside 128 · N · r. */
const MEMORY_HEADROOM_BYTES = 1024 * 1024

/** @returns `scrypt$N$r$p$salt$hash`: the cost is stored, so that it can be raised later */
export async function hashPassword(password: string, cost: ScryptCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join('$')
}

/** Compares in constant time. @returns false also for a hash that is none */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const cost = costOf(stored)
  const [, , , , salt, hash] = stored.split('$')
  if (!cost || !salt || !hash) return false
  const expected = Buffer.from(hash, 'base64')
  const actual = await derive(password, Buffer.from(salt, 'base64'), cost)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

/** Whether the hash was made with another cost than today's. */
export const isOutdated = (stored: string, cost: ScryptCost): boolean => {
  const found = costOf(stored)
  return !found || found.N !== cost.N || found.r !== cost.r || found.p !== cost.p
}

function costOf(stored: string): ScryptCost | null {
  const [scheme, N, r, p] = stored.split('$')
  return scheme === 'scrypt' ? { N: Number(N), r: Number(r), p: Number(p) } : null
}

/** The same key for the two ways in which Unicode writes an accent. */
function derive(password: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: MEMORY_HEADROOM_BYTES + 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
