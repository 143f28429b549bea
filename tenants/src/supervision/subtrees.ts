import { supervision, type SupervisionSubtreeRow, type Tx } from '@lianban/storage'
import { nodeHash } from './merkle.ts'
import type { ReadNode } from './proof.ts'
import type { Suite } from './suite.ts'

/*
 * Roots of full subtrees of 256, 65,536, … leaves. They are the tiles of C2SP tlog-tiles with one row for each hash, so
 * that the right edge, too, is only ever inserted; level 0 is the leaves themselves.
 */

export const SUBTREE_LEAVES = 256
/** log2 of SUBTREE_LEAVES. */
const LEVELS_PER_STEP = 8
const HASH_BYTES = 32
const NOTHING = Buffer.alloc(HASH_BYTES)

/**
 * The subtrees that become full when `leaves` are appended to a tree of `size` leaves. Reads what the tree has already of
 * the first ones. Runs in the sealer's transaction, before the leaves are inserted.
 */
export async function insertFullSubtrees(
  tx: Tx,
  suite: Suite,
  tenantId: string,
  size: number,
  leaves: readonly Buffer[],
): Promise<void> {
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

/** Roots of the groups of 256 that `hashes`, the ones of the level below from `first` on, complete. */
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
async function hashesOf(
  db: Tx,
  tenantId: string,
  level: number,
  from: number,
  count: number,
): Promise<(Buffer | null)[]> {
  const hashes = Array<Buffer | null>(count).fill(null)
  if (level === 0)
    for (const { seq, hash } of await supervision(db).leaves(tenantId, from, count))
      if (seq < from + count) hashes[seq - from] = Buffer.from(hash, 'hex')
  if (level > 0)
    for (const { position, root } of await supervision(db).subtrees(tenantId, level, from, count))
      if (position < from + count) hashes[position - from] = Buffer.from(root, 'hex')
  return hashes
}

/** The same for a proof. @throws Error if one is missing */
async function allHashesOf(db: Tx, tenantId: string, level: number, from: number, count: number): Promise<Buffer[]> {
  const text =
    level === 0
      ? await supervision(db).leafText(tenantId, from, count)
      : await supervision(db).subtreeText(tenantId, level, from, count)
  if (text !== null) {
    const bytes = Buffer.from(text, 'hex')
    return Array.from({ length: count }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES))
  }
  const hashes = await hashesOf(db, tenantId, level, from, count)
  if (hashes.includes(null))
    throw new Error(`supervision log of ${tenantId}: hashes of level ${level} from ${from} on are missing`)
  return hashes as Buffer[]
}

/** The root over a power of two of hashes. */
function perfectRoot(suite: Suite, hashes: readonly Buffer[]): Buffer {
  let level = hashes
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) => nodeHash(suite, level[2 * i]!, level[2 * i + 1]!))
  return level[0]!
}

/** Reads roots of perfect subtrees; each group of up to 256 hashes is read once. Lives as long as one proof of a tree of `size` leaves. */
export function subtreeReader(db: Tx, suite: Suite, tenantId: string, size: number): ReadNode {
  const groups = new Map<string, Promise<Buffer[]>>()
  return async (level, index) => {
    const step = Math.floor(level / LEVELS_PER_STEP)
    const width = 2 ** (level % LEVELS_PER_STEP)
    const first = index * width
    const group = Math.floor(first / SUBTREE_LEAVES)
    const there = Math.floor(size / SUBTREE_LEAVES ** step) - group * SUBTREE_LEAVES
    const name = `${step}/${group}`
    if (!groups.has(name))
      groups.set(name, allHashesOf(db, tenantId, step, group * SUBTREE_LEAVES, Math.min(SUBTREE_LEAVES, there)))
    const hashes = await groups.get(name)!
    const begin = first % SUBTREE_LEAVES
    return perfectRoot(suite, hashes.slice(begin, begin + width))
  }
}
