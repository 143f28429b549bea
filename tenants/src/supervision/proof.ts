import { nodeHash, splitPoint } from './merkle.ts'
import type { Suite } from './suite.ts'

/** Leaves [begin, end). */
export type LeafRange = readonly [begin: number, end: number]

/** A perfect subtree: the 2^level leaves from leaf index · 2^level on. */
export interface PerfectSubtree {
  level: number
  index: number
}

/**
 * The subtrees whose roots prove that leaf `index` is in the tree of `size` leaves, from the leaf upward.
 * Requires 0 <= index < size. Source: RFC 6962, 2.1.1 (PATH).
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  return path(index, 0, size)
}

function path(index: number, begin: number, end: number): LeafRange[] {
  if (end - begin === 1) return []
  const middle = begin + splitPoint(end - begin)
  return index < middle ? [...path(index, begin, middle), [middle, end]] : [...path(index, middle, end), [begin, middle]]
}

/**
 * The subtrees whose roots prove that the tree of `size` leaves goes on from the tree of the first `oldSize` leaves.
 * Requires 0 < oldSize <= size. Source: RFC 6962, 2.1.2 (PROOF).
 */
export function consistencyRanges(oldSize: number, size: number): LeafRange[] {
  return subproof(oldSize, 0, size, true)
}

function subproof(oldEnd: number, begin: number, end: number, whole: boolean): LeafRange[] {
  if (oldEnd === end) return whole ? [] : [[begin, end]]
  const middle = begin + splitPoint(end - begin)
  return oldEnd <= middle
    ? [...subproof(oldEnd, begin, middle, whole), [middle, end]]
    : [...subproof(oldEnd, middle, end, false), [begin, middle]]
}

/** The perfect subtrees that a range which the functions above gave is made of, left to right. */
export function perfectSubtrees([begin, end]: LeafRange): PerfectSubtree[] {
  const size = end - begin
  const level = Math.round(Math.log2(size))
  if (2 ** level === size) return [{ level, index: begin / size }]
  const middle = begin + splitPoint(size)
  return [...perfectSubtrees([begin, middle]), ...perfectSubtrees([middle, end])]
}

/** The Merkle tree hash of such a range, given the root of each of its perfect subtrees. */
export const rangeRoot = (suite: Suite, range: LeafRange, rootOf: (subtree: PerfectSubtree) => Buffer): Buffer =>
  // They are smaller from left to right, so that the tree over them leans to the right.
  perfectSubtrees(range)
    .map(rootOf)
    .reduceRight((right, left) => nodeHash(suite, left, right))

/** Whether `proof` shows that `leaf` is the leaf `index` of the tree with this size and root. Source: RFC 9162, 2.1.3.2. */
export function verifyInclusion(suite: Suite, index: number, size: number, leaf: Buffer, proof: readonly Buffer[], root: Buffer): boolean {
  if (!(index >= 0 && index < size)) return false
  let position = index
  let last = size - 1
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(suite, sibling, hash)
      while (position % 2 === 0 && position !== 0) {
        position = Math.floor(position / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = nodeHash(suite, hash, sibling)
    }
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && hash.equals(root)
}

/** One step on the way from a leaf to the root: the sibling, on which side it stands, and the node above both. */
export interface ProofStep {
  sibling: Buffer
  side: 'left' | 'right'
  node: Buffer
}

/** The way from a leaf to the root, to be drawn; proves nothing until its last node is compared with a signed root. */
export function inclusionSteps(suite: Suite, index: number, size: number, leaf: Buffer, proof: readonly Buffer[]): ProofStep[] {
  let node = leaf
  // The ranges tell the side: a sibling that begins before the leaf stands left of it.
  return inclusionRanges(index, size).map(([begin], i) => {
    const sibling = proof[i]!
    const side = begin < index ? 'left' : 'right'
    node = side === 'left' ? nodeHash(suite, sibling, node) : nodeHash(suite, node, sibling)
    return { sibling, side, node }
  })
}

/** Whether `proof` shows that the second tree goes on from the first. Source: RFC 9162, 2.1.4.2. */
export function verifyConsistency(
  suite: Suite,
  oldSize: number,
  size: number,
  oldRoot: Buffer,
  root: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (!(oldSize > 0 && oldSize <= size)) return false
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root)
  const isPowerOfTwo = 2 ** Math.round(Math.log2(oldSize)) === oldSize
  const [first, ...rest] = isPowerOfTwo ? [oldRoot, ...proof] : proof
  if (first === undefined) return false
  let position = oldSize - 1
  let last = size - 1
  while (position % 2 === 1) {
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  let oldHash = first
  let hash = first
  for (const node of rest) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      oldHash = nodeHash(suite, node, oldHash)
      hash = nodeHash(suite, node, hash)
      while (position % 2 === 0 && position !== 0) {
        position = Math.floor(position / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = nodeHash(suite, hash, node)
    }
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && oldHash.equals(oldRoot) && hash.equals(root)
}
