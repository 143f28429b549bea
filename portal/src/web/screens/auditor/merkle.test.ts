import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { canCompute, nodesAbove, rootsOf } from './merkle.ts'

const sha = (...parts: (string | Buffer)[]): string =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest('hex')
const leaf = (i: number): string => sha(Buffer.from([0]), `leaf ${i}`)
const node = (a: string, b: string): string => sha(Buffer.from([1]), Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))

// A tree of five leaves: ((0 1) (2 3)) 4
const [a, b, c, d, e] = [0, 1, 2, 3, 4].map(leaf) as [string, string, string, string, string]
const left = node(node(a, b), node(c, d))
const root = node(left, e)

test('the nodes above a leaf end at the root', async () => {
  const steps = [
    { sibling: c, side: 'left' as const },
    { sibling: node(a, b), side: 'left' as const },
    { sibling: e, side: 'right' as const },
  ]
  expect(await nodesAbove(d, steps)).toEqual([node(c, d), left, root])
  expect((await nodesAbove(a, steps)).at(-1)).not.toBe(root)
})

test('both roots follow from a consistency proof, from a whole subtree and from a broken one', async () => {
  expect(await rootsOf(4, 5, left, [e])).toEqual({ oldRoot: left, root })
  expect(await rootsOf(3, 5, '', [c, d, node(a, b), e])).toEqual({ oldRoot: node(node(a, b), c), root })
  expect(await rootsOf(5, 5, root, [])).toEqual({ oldRoot: root, root })
  expect(await rootsOf(3, 5, '', [])).toBeNull()
  expect((await rootsOf(3, 5, '', [d, d, node(a, b), e]))?.oldRoot).not.toBe(node(node(a, b), c))
})

test('SM3 is not computed in the browser', () => {
  expect(canCompute('ed25519-sha256')).toBe(true)
  expect(canCompute('sm2-sm3')).toBe(false)
})
