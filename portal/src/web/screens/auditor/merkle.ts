/*
 * The hashes of a proof, computed anew in the browser (RFC 6962: a node is hashed behind the byte 1), so that the page does
 * not have to believe the server. Web Crypto knows SHA-256; it does not know SM3, and is there on https and localhost only.
 */

/** Whether this browser can compute the hashes of a suite. */
export const canCompute = (suite: string): boolean => suite.endsWith('sha256') && globalThis.crypto?.subtle !== undefined

const NODE_PREFIX = 1
const HASH_BYTES = 32

async function nodeHash(left: string, right: string): Promise<string> {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES)
  bytes[0] = NODE_PREFIX
  bytes.set(bytesOf(left), 1)
  bytes.set(bytesOf(right), 1 + HASH_BYTES)
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).slice(0, HASH_BYTES)
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The nodes above a leaf, one for each step, as they follow from the leaf and the siblings. */
export async function nodesAbove(leaf: string, steps: readonly { sibling: string; side: 'left' | 'right' }[]): Promise<string[]> {
  const nodes: string[] = []
  let node = leaf
  for (const { sibling, side } of steps) {
    node = side === 'left' ? await nodeHash(sibling, node) : await nodeHash(node, sibling)
    nodes.push(node)
  }
  return nodes
}

/** The roots of the smaller and of the larger tree, as they follow from a consistency proof. Source: RFC 9162, 2.1.4.2. */
export async function rootsOf(
  oldSize: number,
  size: number,
  oldRoot: string,
  proof: readonly string[],
): Promise<{ oldRoot: string; root: string } | null> {
  if (oldSize === size) return proof.length === 0 ? { oldRoot, root: oldRoot } : null
  const isPowerOfTwo = 2 ** Math.round(Math.log2(oldSize)) === oldSize
  const [first, ...rest] = isPowerOfTwo ? [oldRoot, ...proof] : proof
  if (first === undefined) return null
  let [position, last] = [oldSize - 1, size - 1]
  const up = () => ([position, last] = [Math.floor(position / 2), Math.floor(last / 2)])
  while (position % 2 === 1) up()
  let [older, newer] = [first, first]
  for (const node of rest) {
    if (last === 0) return null
    if (position % 2 === 1 || position === last) {
      older = await nodeHash(node, older)
      newer = await nodeHash(node, newer)
      while (position % 2 === 0 && position !== 0) up()
    } else newer = await nodeHash(newer, node)
    up()
  }
  return last === 0 ? { oldRoot: older, root: newer } : null
}
