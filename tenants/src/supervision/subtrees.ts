import { supervision, type SupervisionSubtreeRow, type Tx } from '@lianban/storage'
import { nodeHash } from './merkle.ts'
import { perfectSubtrees, type LeafRange, type PerfectSubtree } from './proof.ts'
import type { Suite } from './suite.ts'

/*
 * Roots of full subtrees of 16, 256, 4096, … leaves, inserted when they are full, so that the right edge, too, is only ever
 * inserted; step 0 is the leaves themselves. A proof reads at most 15 hashes on each side of each step.
 */

export const SUBTREE_LEAVES = 16
/** log2 of SUBTREE_LEAVES. */
const LEVELS_PER_STEP = 4
const HASH_BYTES = 32
const NOTHING = Buffer.alloc(HASH_BYTES)

/**
 * The subtrees that become full when `leaves` are appended to a tree of `size` leaves. Reads what the tree has already of
 * the first ones. Runs in the sealer's transaction, before the leaves are inserted.
 */
export async function insertFullSubtrees(tx: Tx, suite: Suite, tenantId: string, size: number, leaves: readonly Buffer[]): Promise<void> {
  let [first, hashes] = [size, leaves]
  for (let level = 1; ; level++) {
    const roots = await fullRoots(tx, suite, tenantId, level, first, hashes)
    if (roots.length === 0) return
    const position = Math.floor(first / SUBTREE_LEAVES)
    const rows: SupervisionSubtreeRow[] = roots.map((root, i) => ({
      tenant_id: tenantId,
      level,
      position: position + i,
      root: root.toString('hex'),
    }))
    await supervision(tx).insertSubtrees(rows)
    ;[first, hashes] = [position, roots]
  }
}

/** Roots of the groups of 16 that `hashes`, the ones of the level below from `first` on, complete. */
async function fullRoots(
  tx: Tx,
  suite: Suite,
  tenantId: string,
  level: number,
  first: number,
  hashes: readonly Buffer[],
): Promise<Buffer[]> {
  const before = first % SUBTREE_LEAVES
  if (before + hashes.length < SUBTREE_LEAVES) return []
  const there = before ? await hashesOf(tx, tenantId, level - 1, first - before, before) : []
  // The log goes on over what was damaged; the damage is left as it is found, for the verifier to name.
  const all = [...there.map((hash) => hash ?? NOTHING), ...hashes]
  const roots: Buffer[] = []
  for (let begin = 0; begin + SUBTREE_LEAVES <= all.length; begin += SUBTREE_LEAVES)
    roots.push(perfectRoot(suite, all.slice(begin, begin + SUBTREE_LEAVES)))
  return roots
}

/** Hashes of a level from a position on, leaves or roots of full subtrees; null in the place of one that is missing. */
async function hashesOf(db: Tx, tenantId: string, level: number, from: number, count: number): Promise<(Buffer | null)[]> {
  const hashes = Array<Buffer | null>(count).fill(null)
  if (level === 0)
    for (const { seq, hash } of await supervision(db).leaves(tenantId, from, count))
      if (seq < from + count) hashes[seq - from] = Buffer.from(hash, 'hex')
  if (level > 0)
    for (const { position, root } of await supervision(db).subtrees(tenantId, level, from, count))
      if (position < from + count) hashes[position - from] = Buffer.from(root, 'hex')
  return hashes
}

/** The root over a power of two of hashes. */
function perfectRoot(suite: Suite, hashes: readonly Buffer[]): Buffer {
  let level = hashes
  while (level.length > 1) level = Array.from({ length: level.length / 2 }, (_, i) => nodeHash(suite, level[2 * i]!, level[2 * i + 1]!))
  return level[0]!
}

/**
 * Reads what the given ranges of a tree are made of, in two queries.
 * @returns the root of each of their perfect subtrees; @throws Error if a hash is missing
 */
export async function readSubtrees(
  db: Tx,
  suite: Suite,
  tenantId: string,
  ranges: readonly LeafRange[],
): Promise<(subtree: PerfectSubtree) => Buffer> {
  const spans = new Map<number, Span[]>()
  for (const { step, begin, end } of ranges.flatMap(perfectSubtrees).map(spanOf))
    spans.set(step, [...(spans.get(step) ?? []), { step, begin, end }])
  const wanted = [...spans.values()].flatMap(joined)
  const stored = new Map<string, Buffer>()
  const leafSpans = wanted.filter(({ step }) => step === 0)
  for (const { seq, hash } of await supervision(db).leavesIn(tenantId, leafSpans)) stored.set(`0/${seq}`, Buffer.from(hash, 'hex'))
  const higher = wanted.filter(({ step }) => step > 0).map(({ step, begin, end }) => ({ level: step, begin, end }))
  for (const { level, position, root } of await supervision(db).subtreesIn(tenantId, higher))
    stored.set(`${level}/${position}`, Buffer.from(root, 'hex'))
  const known = new Map<string, Buffer>()
  return (subtree) => {
    const { step, begin, end } = spanOf(subtree)
    const name = `${step}/${begin}-${end}`
    const before = known.get(name)
    if (before) return before
    const hashes = Array.from({ length: end - begin }, (_, i) => stored.get(`${step}/${begin + i}`))
    if (hashes.includes(undefined)) throw new Error(`supervision log of ${tenantId}: hashes of step ${step} from ${begin} on are missing`)
    const root = perfectRoot(suite, hashes as Buffer[])
    known.set(name, root)
    return root
  }
}

/** Stored hashes of one step, [begin, end). */
interface Span {
  step: number
  begin: number
  end: number
}

/** The stored hashes that the root of a perfect subtree is computed from. */
function spanOf({ level, index }: PerfectSubtree): Span {
  const width = 2 ** (level % LEVELS_PER_STEP)
  return { step: Math.floor(level / LEVELS_PER_STEP), begin: index * width, end: (index + 1) * width }
}

/** Spans of one step, those that touch made one. */
function joined(spans: Span[]): Span[] {
  const out: Span[] = []
  for (const span of spans.toSorted((a, b) => a.begin - b.begin)) {
    const last = out.at(-1)
    if (last && span.begin <= last.end) last.end = Math.max(last.end, span.end)
    else out.push({ ...span })
  }
  return out
}
