import { createHash } from 'node:crypto'

/** Who may be drawn. */
export interface Candidate {
  userId: string
  name: string
  /** Organs in which he holds a post. */
  organs: readonly string[]
}

export interface Draw {
  /** What the lot was drawn by; with the pool it tells the result. */
  seed: string
  /** Who could have been drawn, by id. */
  pool: string[]
  drawn: Candidate[]
}

/**
 * Draws experts by lot: whoever belongs to an organ that is excluded, or is named, is not in the pool. The same seed and pool
 * give the same experts, so that anyone can draw again and compare.
 * @param number at least 1; of a whole panel an odd number from 3 on
 * @returns null where there are too few
 */
export function drawExperts(
  candidates: readonly Candidate[],
  { number, seed, organs, persons }: { number: number; seed: string; organs: readonly string[]; persons: readonly string[] },
): Draw | null {
  const pool = candidates
    .filter(({ userId, organs: own }) => !persons.includes(userId) && !own.some((organ) => organs.includes(organ)))
    .sort((a, b) => (a.userId < b.userId ? -1 : 1))
  if (pool.length < number) return null
  const lot = new Map(pool.map(({ userId }) => [userId, createHash('sha256').update(`${seed} ${userId}`).digest('hex')]))
  const drawn = [...pool].sort((a, b) => (lot.get(a.userId)! < lot.get(b.userId)! ? -1 : 1)).slice(0, number)
  return { seed, pool: pool.map(({ userId }) => userId), drawn }
}
