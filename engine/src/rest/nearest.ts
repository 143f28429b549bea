/** Edits at most, as a part of the name's length, for a name to count as meant. */
const MAX_DISTANCE_PART = 0.5

/** The name most like the one that was written, or null if none is like it. */
export function nearest(written: string, names: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.max(2, written.length * MAX_DISTANCE_PART)
  for (const name of names) {
    const edits = distance(written.toLowerCase(), name.toLowerCase())
    if (edits < least) [best, least] = [name, edits]
  }
  return best
}

/** Levenshtein's: insertions, deletions and replacements from one text to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= Math.min(from.length, 100); i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[to.length]!
}
