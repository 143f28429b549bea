import { expect, test } from 'vitest'
import { Batcher, type Outcome } from './batcher.ts'

function recording(options: { maxSize?: number; maxPending?: number } = {}) {
  const batches: number[][] = []
  const gates: (() => void)[] = []
  const batcher = new Batcher<number, number>({
    maxSize: options.maxSize ?? 10,
    maxAgeMs: 0,
    maxPending: options.maxPending ?? 100,
    flush: async (batch) => {
      batches.push(batch)
      await new Promise<void>((resolve) => gates.push(resolve))
      return batch.map((n): Outcome<number> => (n < 0 ? { ok: false, error: new Error(`no ${n}`) } : { ok: true, value: n * 2 }))
    },
  })
  const open = async () => {
    while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve))
    gates.shift()!()
  }
  return { batcher, batches, open }
}

test('what arrives while a batch is under way forms the next one', async () => {
  const { batcher, batches, open } = recording()
  const first = batcher.add(1)
  const opened = open()
  await opened
  const rest = [batcher.add(2), batcher.add(3)]
  await open()
  expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6])
  expect(batches).toEqual([[1], [2, 3]])
})

test('each caller gets its own outcome', async () => {
  const { batcher, open } = recording()
  const results = Promise.allSettled([batcher.add(1), batcher.add(-1), batcher.add(3)])
  await open()
  expect((await results).map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a batch is never larger than its limit, and a full one does not wait', async () => {
  const { batcher, batches, open } = recording({ maxSize: 2 })
  const results = Promise.all([1, 2, 3, 4, 5].map((n) => batcher.add(n)))
  for (let i = 0; i < 3; i++) await open()
  expect(await results).toEqual([2, 4, 6, 8, 10])
  expect(batches).toEqual([[1, 2], [3, 4], [5]])
})

test('a queue that is full refuses instead of growing', async () => {
  const { batcher, open } = recording({ maxPending: 1 })
  const first = batcher.add(1)
  await expect(batcher.add(2)).rejects.toMatchObject({ code: 'QUEUE_FULL' })
  await open()
  expect(await first).toBe(2)
})

test('closing finishes what was taken and takes no more', async () => {
  const { batcher, open } = recording()
  const first = batcher.add(1)
  const closed = batcher.close()
  await expect(batcher.add(2)).rejects.toMatchObject({ code: 'ENGINE_CLOSED' })
  await open()
  expect(await first).toBe(2)
  await closed
})

test('a flush that throws fails its batch only', async () => {
  let broken = true
  const batcher = new Batcher<number, number>({
    maxSize: 10,
    maxAgeMs: 0,
    maxPending: 10,
    flush: (batch) => (broken ? Promise.reject(new Error('disk')) : Promise.resolve(batch.map((n) => ({ ok: true, value: n })))),
  })
  await expect(batcher.add(1)).rejects.toThrow('disk')
  broken = false
  expect(await batcher.add(2)).toBe(2)
})

test('one caller that sends its next item as soon as it has its answer is never forgotten', async () => {
  const batcher = new Batcher<number, number>({
    maxSize: 10,
    maxAgeMs: 0,
    maxPending: 10,
    flush: (batch) => Promise.resolve(batch.map((n) => ({ ok: true, value: n }))),
  })
  for (let n = 0; n < 20; n++) expect(await batcher.add(n)).toBe(n)
})
