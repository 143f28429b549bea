import { expect, it } from 'vitest'
import { backoff } from './backoff.ts'

const MINUTE_MS = 60_000

it('waits 1, 2, 4 … minutes, an hour at most, and forgets what is done', () => {
  let now = 0
  const retries = backoff(() => now)
  const waits: number[] = []
  for (let n = 0; n < 8; n++) {
    retries.failed('a')
    const from = now
    while (!retries.isDue('a')) now += MINUTE_MS
    waits.push((now - from) / MINUTE_MS)
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  expect(retries.isDue('b')).toBe(true)
  retries.failed('a')
  retries.done('a')
  expect(retries.isDue('a')).toBe(true)
})
