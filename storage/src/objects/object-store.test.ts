import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { describeOnObjectStores } from '../testing/describe-on-object-stores.ts'
import type { ObjectStore } from './object-store.ts'

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex')
const inChunks = (data: Buffer, size = 1000) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size)
    })(),
  )

describeOnObjectStores('an object store', (open) => {
  let store: ObjectStore

  beforeAll(async () => {
    store = await open()
  })

  test('knows nothing before the first put', async () => {
    const id = sha256(Buffer.from('never stored'))
    expect(await store.has(id)).toBe(false)
    await expect(store.get(id)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
    await store.delete(id)
  })

  test('gives a buffer back under its SHA-256', async () => {
    const data = randomBytes(100_000)
    expect(await store.put(data)).toEqual({ sha256: sha256(data), size: 100_000 })
    expect(await store.has(sha256(data))).toBe(true)
    expect((await buffer(await store.get(sha256(data)))).equals(data)).toBe(true)
  })

  test('gives a stream of unknown length back under its SHA-256', async () => {
    const data = randomBytes(300_001)
    expect(await store.put(inChunks(data))).toEqual({ sha256: sha256(data), size: data.length })
    expect((await buffer(await store.get(sha256(data)))).equals(data)).toBe(true)
  })

  test('stores an empty object', async () => {
    const id = sha256(Buffer.alloc(0))
    expect(await store.put(Readable.from([]))).toEqual({ sha256: id, size: 0 })
    expect(await store.put(Buffer.alloc(0))).toEqual({ sha256: id, size: 0 })
    expect(await buffer(await store.get(id))).toHaveLength(0)
  })

  test('storing the same bytes twice, or many times at once, is a no-op', async () => {
    const data = randomBytes(5_000)
    const puts = await Promise.all(Array.from({ length: 8 }, (_, i) => store.put(i % 2 ? data : inChunks(data))))
    expect(new Set(puts.map((p) => p.sha256))).toEqual(new Set([sha256(data)]))
    expect(await store.put(data)).toEqual({ sha256: sha256(data), size: 5_000 })
    expect((await buffer(await store.get(sha256(data)))).equals(data)).toBe(true)
  })

  test('a buffer or stream past the limit is refused and leaves nothing behind', async () => {
    const data = randomBytes(10_001)
    await expect(store.put(data, { maxBytes: 10_000 })).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' })
    const stream = inChunks(data)
    await expect(store.put(stream, { maxBytes: 10_000 })).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' })
    expect(stream.destroyed).toBe(true)
    expect(await store.has(sha256(data))).toBe(false)
    expect(await store.put(inChunks(data), { maxBytes: 10_001 })).toMatchObject({ size: 10_001 })
  })

  test('a stream that breaks off passes its error on and leaves nothing behind', async () => {
    const data = randomBytes(2_000)
    const broken = Readable.from(
      (function* () {
        yield data
        throw new Error('line cut')
      })(),
    )
    await expect(store.put(broken)).rejects.toThrow('line cut')
    const gone = new Readable({ read() {} })
    gone.push(data)
    const put = store.put(gone)
    gone.destroy()
    await expect(put).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
    expect(await store.has(sha256(data))).toBe(false)
  })

  test('a deleted object is gone and may be stored again', async () => {
    const data = randomBytes(64)
    const { sha256: id } = await store.put(data)
    await store.delete(id)
    await store.delete(id)
    expect(await store.has(id)).toBe(false)
    await expect(store.get(id)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
    await store.put(data)
    expect(await store.has(id)).toBe(true)
  })

  test.each(['', '../../etc/passwd', 'AB'.repeat(32), 'a'.repeat(63), `${'a'.repeat(64)}/..`, `${'a'.repeat(64)}\n`])(
    'refuses the id %j',
    async (id) => {
      for (const call of [store.get(id), store.has(id), store.delete(id)].map((p) =>
        p.then(
          () => null,
          (e: { code: string }) => e.code,
        ),
      ))
        expect(await call).toBe('OBJECT_ID_INVALID')
    },
  )

  test('what lies in one part is nowhere else, whoever knows its hash', async () => {
    const data = randomBytes(2_000)
    const id = sha256(data)
    const [north, south] = [store.part('north'), store.part('south')]
    await north.put(data)
    expect((await buffer(await north.get(id))).equals(data)).toBe(true)
    for (const other of [south, store]) {
      expect(await other.has(id)).toBe(false)
      await expect(other.get(id)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
      await other.delete(id)
    }
    expect(await north.has(id)).toBe(true)
    await south.put(inChunks(data))
    await south.delete(id)
    expect(await north.has(id)).toBe(true)
  })

  test.each(['', '../north', 'a/b', 'North', '.', '-a'])('a part is never called "%s"', (name) => {
    expect(() => store.part(name)).toThrow(expect.objectContaining({ code: 'OBJECT_ID_INVALID' }))
  })
})
