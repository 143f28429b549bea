import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { CompactRange, leafHash, nodeHash, splitPoint } from './merkle.ts'
import {
  consistencyRanges,
  inclusionRanges,
  rangeRoot,
  verifyConsistency,
  verifyInclusion,
  type LeafRange,
  type PerfectSubtree,
} from './proof.ts'
import { ED25519_SHA256 as suite, SM2_SM3 } from './suite.ts'

/** The leaves and roots that the Certificate Transparency implementations test against. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, i) => leafHash(suite, Buffer.from(`leaf ${i}`)))

/** The definition of RFC 6962, 2.1, word for word. */
const definedRoot = (hashes: Buffer[]): Buffer => {
  if (hashes.length === 0) return suite.hash(Buffer.alloc(0))
  if (hashes.length === 1) return hashes[0]!
  const k = splitPoint(hashes.length)
  return nodeHash(suite, definedRoot(hashes.slice(0, k)), definedRoot(hashes.slice(k)))
}
const rootsIn =
  (hashes: Buffer[]) =>
  ({ level, index }: PerfectSubtree) =>
    definedRoot(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level))
const proofOf = (ranges: readonly LeafRange[], hashes: Buffer[]) => ranges.map((range) => rangeRoot(suite, range, rootsIn(hashes)))

describe('Merkle tree', () => {
  test('roots equal the published vectors of RFC 6962 implementations', () => {
    const tree = new CompactRange(suite)
    expect(tree.root().toString('hex')).toBe(ROOTS[0])
    LEAVES.forEach((leaf, i) => {
      tree.append(leafHash(suite, Buffer.from(leaf, 'hex')))
      expect(tree.root().toString('hex')).toBe(ROOTS[i + 1])
    })
  })

  test('the compact range goes on from its stored form and equals the definition at every size', () => {
    const all = leaves(70)
    let tree = new CompactRange(suite)
    all.forEach((leaf, i) => {
      tree = new CompactRange(suite, i, tree.hashes)
      tree.append(leaf)
      expect(tree.root()).toEqual(definedRoot(all.slice(0, i + 1)))
    })
  })

  test('a stored form that does not fit its size is refused', () => {
    expect(() => new CompactRange(suite, 3, [ROOTS[1]!])).toThrow(RangeError)
  })

  test('SM3 of GB/T 32905 example 1 is what the SM3 suite computes', () => {
    expect(SM2_SM3.hash(Buffer.from('abc')).toString('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  })
})

describe('proofs', () => {
  test('every leaf of every tree up to 20 leaves has a proof that holds for it alone', () => {
    const all = leaves(20)
    for (let size = 1; size <= 20; size++) {
      const root = definedRoot(all.slice(0, size))
      for (let index = 0; index < size; index++) {
        const proof = proofOf(inclusionRanges(index, size), all)
        expect(verifyInclusion(suite, index, size, all[index]!, proof, root)).toBe(true)
        expect(verifyInclusion(suite, index, size, all[(index + 1) % 20]!, proof, root)).toBe(false)
        if (size > 1) expect(verifyInclusion(suite, (index + 1) % size, size, all[index]!, proof, root)).toBe(false)
        expect(verifyInclusion(suite, index, size, all[index]!, [...proof, root], root)).toBe(false)
      }
    }
  })

  test('every tree up to 20 leaves is proved to go on from every smaller one', () => {
    const all = leaves(20)
    for (let size = 1; size <= 20; size++) {
      const root = definedRoot(all.slice(0, size))
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const oldRoot = definedRoot(all.slice(0, oldSize))
        const proof = proofOf(consistencyRanges(oldSize, size), all)
        expect(verifyConsistency(suite, oldSize, size, oldRoot, root, proof)).toBe(true)
        expect(verifyConsistency(suite, oldSize, size, suite.hash(oldRoot), root, proof)).toBe(false)
        expect(verifyConsistency(suite, oldSize, size, oldRoot, suite.hash(root), proof)).toBe(false)
        if (oldSize < size) expect(verifyConsistency(suite, oldSize, size, oldRoot, root, proof.slice(1))).toBe(false)
      }
    }
  })

  test('no bent proof holds (random trees, random damage)', async () => {
    const all = leaves(200)
    await fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), (size, pick, damage) => {
        const index = pick % size
        const proof = proofOf(inclusionRanges(index, size), all)
        const root = definedRoot(all.slice(0, size))
        const bent = proof.map((hash, i) => (i === damage % proof.length ? suite.hash(hash) : hash))
        return (
          verifyInclusion(suite, index, size, all[index]!, proof, root) && !verifyInclusion(suite, index, size, all[index]!, bent, root)
        )
      }),
      { numRuns: 60 },
    )
  })
})
