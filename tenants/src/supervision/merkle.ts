import type { Suite } from './suite.ts'

/*
 * Merkle trees of RFC 6962, section 2.1: a leaf is hashed behind the byte 0x00 and a node behind 0x01, so that neither
 * can be taken for the other. Ranges are half-open, [begin, end).
 */

const LEAF_PREFIX = Buffer.from([0x00])
const NODE_PREFIX = Buffer.from([0x01])
const HASH_BYTES = 32
/** Where every node is hashed: nothing here is asynchronous. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES)
node[0] = 0x01

export const leafHash = (suite: Suite, data: Uint8Array): Buffer => suite.hash(Buffer.concat([LEAF_PREFIX, data]))

export function nodeHash(suite: Suite, left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) return suite.hash(Buffer.concat([NODE_PREFIX, left, right]))
  node.set(left, 1)
  node.set(right, 1 + HASH_BYTES)
  return suite.hash(node)
}

/**
 * The right edge of a growing tree: the roots of its perfect subtrees from left to right, one for every set bit of
 * `size`. All that appending and computing the root need, in O(log size) memory.
 */
export class CompactRange {
  readonly suite: Suite
  #hashes: Uint8Array[]
  #size: number

  /** @param hashes as `hashes` gave them for `size`; @throws RangeError if their number does not fit the size */
  constructor(suite: Suite, size = 0, hashes: readonly string[] = []) {
    if (hashes.length !== setBits(size))
      throw new RangeError(`a tree of ${size} leaves has ${setBits(size)} perfect subtrees, not ${hashes.length}`)
    this.suite = suite
    this.#size = size
    this.#hashes = hashes.map((hash) => Buffer.from(hash, 'hex'))
  }

  get size(): number {
    return this.#size
  }

  /** Hex hashes of the perfect subtrees, left to right. */
  get hashes(): string[] {
    return this.#hashes.map((hash) => Buffer.from(hash).toString('hex'))
  }

  /** The bytes become the tree's: they must not be changed afterwards. */
  append(leaf: Uint8Array): void {
    let hash: Uint8Array = leaf
    // Every trailing set bit of the size is a perfect subtree as large as the one in hand.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(this.suite, this.#hashes.pop()!, hash)
    this.#hashes.push(hash)
    this.#size += 1
  }

  /** The Merkle tree hash of all leaves; of no leaves it is the hash of nothing. */
  root(): Buffer {
    if (this.#size === 0) return this.suite.hash(new Uint8Array(0))
    return Buffer.from(this.#hashes.reduceRight((right, left) => nodeHash(this.suite, left, right)))
  }

  clone(): CompactRange {
    return new CompactRange(this.suite, this.#size, this.hashes)
  }
}

/** Number of set bits; sizes go beyond 2^32, so no bit operators. */
function setBits(size: number): number {
  let bits = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2
  return bits
}

/** The largest power of two smaller than `size`. Requires size > 1. */
export function splitPoint(size: number): number {
  let point = 1
  while (point * 2 < size) point *= 2
  return point
}
