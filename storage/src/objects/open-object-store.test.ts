import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openObjectStore } from './open-object-store.ts'

test('file:<folder> and file:// URLs open a folder, which is created', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'lianban-open-'))
  await openObjectStore(`file:${join(parent, 'a/b')}`).close()
  await openObjectStore(pathToFileURL(join(parent, '办件')).href).close()
  expect(existsSync(join(parent, 'a/b')) && existsSync(join(parent, '办件'))).toBe(true)
  await rm(parent, { recursive: true })
})

test('an S3 store opens without its server', async () => {
  await openObjectStore('s3://key:se%2Fcret@minio.example:9000/lianban?tls=0').close()
})

test.each([
  'ftp://x',
  'file:',
  's3://host/bucket',
  's3://key:hush@host/ab',
  's3://key:hush@host/',
  's3://key:hush@host:port/bucket',
  's3:',
])('%s is refused without naming the secret', (url) => {
  expect(() => openObjectStore(url)).toThrow('OBJECTS_URL')
  expect(() => openObjectStore(url)).not.toThrow('hush')
})
