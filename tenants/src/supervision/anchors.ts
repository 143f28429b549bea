import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSafe } from './signer.ts'

/** Heads kept outside the database, so that a database set back to an older state is found out. */
export interface Anchors {
  /** The latest head, or null. */
  latest(tenantId: string): Promise<string | null>
  /** Puts a head in the place of the latest one. */
  put(tenantId: string, note: string): Promise<void>
  /** Keeps the latest head for ever: the database no longer goes on from it. */
  setAside(tenantId: string, at: number): Promise<void>
  /** The latest head and those set aside. */
  all(tenantId: string): Promise<string[]>
}

/** Anchors as files in a folder: `<tenant>.checkpoint` and `<tenant>.checkpoint.<instant>`. */
export function fileAnchors(folder: string): Anchors {
  const file = (tenantId: string): string => join(folder, `${fileSafe(tenantId)}.checkpoint`)
  const read = (path: string): Promise<string | null> =>
    readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
  return {
    latest: (tenantId) => read(file(tenantId)),

    put: async (tenantId, note) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = `${file(tenantId)}-${randomUUID()}`
      await writeFile(draft, note)
      await rename(draft, file(tenantId))
    },

    setAside: (tenantId, at) => rename(file(tenantId), `${file(tenantId)}.${at}`),

    all: async (tenantId) => {
      const names = await readdir(folder).catch(() => [])
      const own = new RegExp(`^${fileSafe(tenantId)}\\.checkpoint(\\.\\d+)?$`)
      const notes = await Promise.all(names.filter((name) => own.test(name)).map((name) => read(join(folder, name))))
      return notes.filter((note) => note !== null)
    },
  }
}
