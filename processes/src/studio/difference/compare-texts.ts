/** Lines of a document are few; beyond this the two are only said to differ. */
const MAX_CELLS = 4_000_000

/** Lines that a text lost and lines that it gained, in their order, by the longest common subsequence. */
export function changedLines(before: string, after: string): { removed: string[]; added: string[] } {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)]
  if (old.length * now.length > MAX_CELLS) return { removed: old, added: now }
  const common = commonLengths(old, now)
  const removed: string[] = []
  const added: string[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++
      j++
    } else if (j >= now.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!)) removed.push(old[i++]!)
    else added.push(now[j++]!)
  }
  return { removed: removed.filter(isSaid), added: added.filter(isSaid) }
}

const isSaid = (line: string): boolean => line.trim() !== ''

function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      table[i]![j] = old[i] === now[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
  return table
}

const MAX_LINE = 60

/** A line without its markup, as far as it is shown. */
export const lineWords = (line: string): string => {
  const text = line
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const said = text === '' ? '(版式)' : text
  return said.length > MAX_LINE ? `${said.slice(0, MAX_LINE)}…` : said
}
