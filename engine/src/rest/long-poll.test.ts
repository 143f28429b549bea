import { expect, test } from 'vitest'
import type { Engine } from '../runtime/engine.ts'
import { LongPolls } from './long-poll.ts'

/** An engine that never has work. */
const idle = {
  externalTasks: { onAvailable: () => () => {}, fetchAndLock: () => Promise.resolve([]), release: () => Promise.resolve() },
  closing: new AbortController().signal,
} as unknown as Engine
const request = (workerId: string, connection: AbortSignal) => ({
  tenantId: 'default',
  workerId,
  maxTasks: 1,
  topics: [{ topicName: 't', lockDuration: 1000 }],
  waitMs: 60_000,
  connection,
})
const state = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => 'answered'), new Promise((resolve) => setImmediate(() => resolve('waiting')))])

test("with one fetch per worker a new one ends the older one of the same worker, and no other's", async () => {
  // given
  const [polls, end] = [new LongPolls(idle, { onePerWorker: true }), new AbortController()]
  const [older, other] = [polls.fetch(request('a', end.signal)), polls.fetch(request('b', end.signal))]
  expect(await state(older)).toBe('waiting')
  // when
  const newer = polls.fetch(request('a', end.signal))
  // then
  expect(await older).toEqual([])
  expect([await state(other), await state(newer)]).toEqual(['waiting', 'waiting'])
  end.abort()
  expect([await other, await newer]).toEqual([[], []])
})

test('otherwise a worker may wait several times', async () => {
  const [polls, end] = [new LongPolls(idle), new AbortController()]
  const [first, second] = [polls.fetch(request('a', end.signal)), polls.fetch(request('a', end.signal))]
  expect([await state(first), await state(second)]).toEqual(['waiting', 'waiting'])
  end.abort()
  expect([await first, await second]).toEqual([[], []])
})
