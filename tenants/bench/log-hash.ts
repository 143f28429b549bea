import { randomBytes } from 'node:crypto'
import type { Suite } from '@lianban/tenants'

const FOR_MS = 2_000
/** About the text of an entry. */
const BYTES = 300
const ROUND = 1_000

/** Hashes of 300 bytes per second on one core, doing nothing else: the floor under every figure. */
export function hashSpeed(suite: Suite): number {
  const data = randomBytes(BYTES)
  for (let i = 0; i < ROUND; i++) suite.hashHex(data)
  const from = performance.now()
  let count = 0
  while (performance.now() - from < FOR_MS) {
    for (let i = 0; i < ROUND; i++) suite.hashHex(data)
    count += ROUND
  }
  return (1000 * count) / (performance.now() - from)
}
