import { supervision as supervisionRows, type Database } from '@lianban/storage'
import { checkpointNotFound, entryNotFound, entryNotSealed } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'
import { consistencyRanges, inclusionRanges, inclusionSteps, rangeRoot, verifyConsistency, type LeafRange } from './proof.ts'
import { checkpointOfRow } from './reading.ts'
import { suiteNamed } from './suite.ts'
import { readSubtrees } from './subtrees.ts'

/** That an entry stands in the log under the last head: what an applicant can keep. All hashes are hex. */
export interface InclusionProof {
  index: number
  leafHash: string
  hashes: string[]
  /** The same as a way from the leaf upward, with the leaves that each sibling stands for. */
  steps: { sibling: string; side: 'left' | 'right'; node: string; leaves: LeafRange }[]
  checkpoint: Checkpoint
}

/** That one head goes on from another. `holds` is the server's own opinion; the hashes let anyone form his. */
export interface ConsistencyProof {
  from: Checkpoint
  to: Checkpoint
  /** Hex. */
  hashes: string[]
  /** The leaves that each hash stands for. */
  leaves: LeafRange[]
  holds: boolean
}

/** Proofs from the places and subtrees, for those who keep a head of the log. */
export const proving = (database: Database) => ({
  /** @throws ENTRY_NOT_FOUND, ENTRY_NOT_SEALED */
  inclusionProof: async (tenantId: string, entryId: string): Promise<InclusionProof> => {
    const row = await supervisionRows(database).entry(tenantId, entryId)
    if (!row) throw entryNotFound(entryId)
    const log = await supervisionRows(database).log(tenantId)
    const head = await supervisionRows(database).lastCheckpoint(tenantId)
    if (row.seq === null || !log || !head || Number(row.seq) >= head.size) throw entryNotSealed(entryId)
    const index = Number(row.seq)
    const hashes = await roots(database, tenantId, log.suite, inclusionRanges(index, head.size))
    return {
      index,
      leafHash: row.entry_hash,
      hashes,
      steps: stepsOf(log.suite, index, head.size, row.entry_hash, hashes),
      checkpoint: checkpointOfRow(head, log.suite),
    }
  },

  /** That the log of the larger head goes on from the smaller one, with both heads. @throws CHECKPOINT_NOT_FOUND */
  consistency: async (tenantId: string, oldSize: number, size: number): Promise<ConsistencyProof> => {
    const log = await supervisionRows(database).log(tenantId)
    const head = async (at: number): Promise<Checkpoint> => {
      const row = await supervisionRows(database).checkpoint(tenantId, at)
      if (!row) throw checkpointNotFound(at)
      return checkpointOfRow(row, log?.suite)
    }
    const [from, to] = [await head(Math.min(oldSize, size)), await head(Math.max(oldSize, size))]
    const leaves = consistencyRanges(from.size, to.size)
    const hashes = await roots(database, tenantId, log!.suite, leaves)
    const suite = suiteNamed(log!.suite)!
    const [oldRoot, root, ...proof] = [from.root, to.root, ...hashes].map((hash) => Buffer.from(hash, 'hex'))
    return { from, to, hashes, leaves, holds: verifyConsistency(suite, from.size, to.size, oldRoot!, root!, proof) }
  },

  /**
   * That the log of `size` entries goes on from the log of its first `oldSize`. Hex hashes.
   * @throws RangeError unless 0 < oldSize <= size <= size of the log
   */
  consistencyProof: async (tenantId: string, oldSize: number, size: number): Promise<string[]> => {
    const log = await supervisionRows(database).log(tenantId)
    if (!log || !(oldSize > 0 && oldSize <= size && size <= log.size))
      throw new RangeError(`no consistency proof from ${oldSize} to ${size}`)
    return roots(database, tenantId, log.suite, consistencyRanges(oldSize, size))
  },
})

function stepsOf(suiteName: string, index: number, size: number, leaf: string, hashes: string[]): InclusionProof['steps'] {
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'))
  const ranges = inclusionRanges(index, size)
  return inclusionSteps(suiteNamed(suiteName)!, index, size, Buffer.from(leaf, 'hex'), bytes).map((step, i) => ({
    sibling: step.sibling.toString('hex'),
    side: step.side,
    node: step.node.toString('hex'),
    leaves: ranges[i]!,
  }))
}

export async function roots(database: Database, tenantId: string, suiteName: string, ranges: readonly LeafRange[]): Promise<string[]> {
  const suite = suiteNamed(suiteName)!
  const rootOf = await readSubtrees(database, suite, tenantId, ranges)
  return ranges.map((range) => rangeRoot(suite, range, rootOf).toString('hex'))
}
