import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import type { ObjectStore } from '../objects/object-store.ts'
import { openObjectStore } from '../objects/open-object-store.ts'
import { minioMissing, minioUrl } from './minio.ts'

/**
 * Runs one suite on a folder and on a private MinIO server. Each `open()` gives a new, empty store, closed at the end.
 * Where there is no MinIO server its half is skipped and its name says why.
 */
export function describeOnObjectStores(name: string, body: (open: () => Promise<ObjectStore>) => void): void {
  describe(`${name} in a folder`, () => {
    const folders: string[] = []
    afterAll(async () => {
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
    })
    body(
      opener(async () => {
        const folder = await mkdtemp(join(tmpdir(), 'lianban-objects-'))
        folders.push(folder)
        return `file:${folder}`
      }),
    )
  })
  if (minioMissing) describe.skip(`${name} on MinIO (skipped: ${minioMissing})`, () => body(opener(minioUrl)))
  else describe(`${name} on MinIO`, () => body(opener(minioUrl)))
}

function opener(newUrl: () => Promise<string>): () => Promise<ObjectStore> {
  const stores: ObjectStore[] = []
  afterAll(async () => {
    for (const store of stores) await store.close()
  })
  return async () => {
    const store = openObjectStore(await newUrl())
    stores.push(store)
    return store
  }
}
