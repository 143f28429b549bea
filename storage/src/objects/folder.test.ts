import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderObjectStore } from './folder.ts'

const data = Buffer.from('食品经营许可证')
const id = createHash('sha256').update(data).digest('hex')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianban-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))

test('an object lies at ab/cd/<sha256>, readable by its owner only, and nothing else is left', async () => {
  await folderObjectStore(folder).put(data)
  const file = join(folder, id.slice(0, 2), id.slice(2, 4), id)
  expect(await files()).toEqual([file])
  expect((await stat(file)).mode & 0o077).toBe(0)
})

test('a put that fails leaves no file at all', async () => {
  const store = folderObjectStore(folder)
  await expect(store.put(Readable.from([data, data]), { maxBytes: data.length })).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' })
  const broken = Readable.from(
    (function* () {
      yield data
      throw new Error('cut')
    })(),
  )
  await expect(store.put(broken)).rejects.toThrow('cut')
  expect(await files()).toEqual([])
})

test('an object that lost its end on a bad disk is made whole by the next put', async () => {
  const store = folderObjectStore(folder)
  await store.put(data)
  await writeFile(join(folder, id.slice(0, 2), id.slice(2, 4), id), data.subarray(0, 3))
  await store.put(data)
  expect((await buffer(await store.get(id))).equals(data)).toBe(true)
})

test('opening removes what a crashed put left a day ago, and spares a put under way', async () => {
  await folderObjectStore(folder).close()
  const [crashed, underWay] = ['crashed', 'under-way'].map((name) => join(folder, '.temporary', name)) as [string, string]
  await writeFile(crashed, 'half')
  await writeFile(underWay, 'half')
  const yesterday = Date.now() / 1000 - 25 * 3600
  await utimes(crashed, yesterday, yesterday)
  await folderObjectStore(folder).close()
  expect(await files()).toEqual([underWay])
})
