/** Chance that is the same for the same seed: everything that the demonstration decides is thrown with these. */
export interface Dice {
  /** At least 0, less than 1. */
  next(): number
  /** Whole, both ends included. */
  whole(least: number, most: number): number
  /** Whether something of this probability happens. */
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** A key of the table, as often as its weight says; undefined where all weights are nothing. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K | undefined
}

/**
 * Dice of their own for a question, so that what is thrown for one case depends on no other and on no order.
 * @param about the seed, then what is decided: case number, step, how often
 */
export function diceOf(...about: (string | number)[]): Dice {
  const next = mulberry32(hashOf(about.join('\u0000')))
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: (from) => from[whole(0, from.length - 1)]!,
    weighted(weights) {
      const entries = Object.entries<number | undefined>(weights) as [keyof typeof weights, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      return entries.find(([, weight]) => weight > 0 && (left -= weight) < 0)?.[0]
    },
  }
}

/** Tommy Ettinger's mulberry32: 32 bits of state, good enough to throw dice with. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a over UTF-16 units, mixed once more. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
