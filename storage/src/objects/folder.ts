import { mkdirSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { newId } from '../ids.ts'
import { objectNotFound, objectPath, partPath, type ObjectStore, type PutOptions, type StoredObject } from './object-store.ts'
import { spool } from './spool.ts'

/** A put that takes longer than this has crashed: its temporary file is removed when the store is opened next. */
const TEMPORARY_FILE_MAX_AGE_MS = 24 * 60 * 60 * 1000

/**
 * The store in a local folder. An object is written under a temporary name in the same file system, synced and renamed,
 * so that its final name never stands on half of its bytes, whatever is killed when.
 */
export function folderObjectStore(folder: string): ObjectStore {
  const root = resolve(folder)
  const temporary = join(root, '.temporary')
  mkdirSync(temporary, { recursive: true, mode: 0o700 })
  const swept = sweep(temporary, Date.now() - TEMPORARY_FILE_MAX_AGE_MS)

  return {
    put: (data, options = {}) => put(root, join(temporary, newId()), data, options),
    get: async (sha256) => read(join(root, objectPath(sha256)), sha256),
    has: async (sha256) => (await sizeOf(join(root, objectPath(sha256)))) !== null,
    delete: async (sha256) => rm(join(root, objectPath(sha256)), { force: true }),
    part: (name) => folderObjectStore(join(root, partPath(name))),
    close: () => swept,
  }
}

async function put(root: string, temporaryFile: string, data: Buffer | Readable, options: PutOptions): Promise<StoredObject> {
  const stored = await spool(data, temporaryFile, options)
  const file = join(root, objectPath(stored.sha256))
  try {
    if ((await sizeOf(file)) === stored.size) {
      await rm(temporaryFile)
    } else {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await rename(temporaryFile, file)
    }
    // Also for an object that was there: whoever put it may not have come as far as this.
    for (const folder of [dirname(file), dirname(dirname(file)), root]) await syncFolder(folder)
  } catch (error) {
    await rm(temporaryFile, { force: true })
    throw error
  }
  return stored
}

async function read(file: string, sha256: string): Promise<Readable> {
  try {
    return (await open(file, 'r')).createReadStream()
  } catch (error) {
    throw isAbsent(error) ? objectNotFound(sha256) : error
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

/** A rename is only on the disk once its folder is. Windows cannot sync a folder and needs not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function sweep(temporary: string, before: number): Promise<void> {
  for (const name of await readdir(temporary).catch(() => [])) {
    const file = join(temporary, name)
    const modified = await stat(file).then(
      (s) => s.mtimeMs,
      () => Infinity,
    )
    if (modified < before) await rm(file, { force: true }).catch(() => {})
  }
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
