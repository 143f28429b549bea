import { randomBytes } from 'node:crypto'

const DRAW_BYTES = 4096

let drawn = Buffer.alloc(0)

/** Bytes of the system's generator, each given out once. It is asked for many at a time: a call for each few would cost more than their use. */
export function drawBytes(count: number): Buffer {
  if (drawn.length < count) drawn = randomBytes(Math.max(count, DRAW_BYTES))
  const bytes = drawn.subarray(0, count)
  drawn = drawn.subarray(count)
  return bytes
}
