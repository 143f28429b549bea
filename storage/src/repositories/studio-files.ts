import { createHash } from 'node:crypto'
import type { Tx } from '../database.ts'
import { insertOrIgnore } from '../insert-or-ignore.ts'

/** Path of a file → SHA-256 of what is in it. */
export type FileHashes = Record<string, string>

const MAX_AT_ONCE = 200

/** The files of drafts and releases, each content once. */
export const studioFiles = (db: Tx) => ({
  /** Keeps these contents; what is there already is not written again. @returns path → hash */
  put: async (tenantId: string, files: Record<string, string>): Promise<FileHashes> => {
    const hashes = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, fileHash(content)]))
    const contents = new Map(Object.entries(files).map(([path, content]) => [hashes[path]!, content]))
    const known = await knownOf(db, tenantId, [...contents.keys()])
    const missing = [...contents].filter(([hash]) => !known.has(hash))
    for (const [hash, content] of missing) await insertOrIgnore(db, 'studio_file', { tenant_id: tenantId, hash, content })
    return hashes
  },

  /** The contents by path. @throws Error if one is missing: nothing takes files away */
  get: async (tenantId: string, hashes: FileHashes): Promise<Record<string, string>> => {
    const found = new Map<string, string>()
    const wanted = [...new Set(Object.values(hashes))]
    for (let at = 0; at < wanted.length; at += MAX_AT_ONCE) {
      const rows: { hash: string; content: string }[] = await db('studio_file')
        .where({ tenant_id: tenantId })
        .whereIn('hash', wanted.slice(at, at + MAX_AT_ONCE))
        .select('hash', 'content')
      for (const { hash, content } of rows) found.set(hash, content)
    }
    return Object.fromEntries(
      Object.entries(hashes).map(([path, hash]) => {
        const content = found.get(hash)
        if (content === undefined) throw new Error(`studio file ${hash} of ${path} is missing`)
        return [path, content]
      }),
    )
  },
})

export const fileHash = (content: string): string => createHash('sha256').update(content).digest('hex')

/** One hash for all files: of the sorted paths, each with its hash. */
export const filesHash = (hashes: FileHashes): string =>
  fileHash(
    Object.keys(hashes)
      .sort()
      .map((path) => `${path}\n${hashes[path]!}\n`)
      .join(''),
  )

async function knownOf(db: Tx, tenantId: string, hashes: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let at = 0; at < hashes.length; at += MAX_AT_ONCE) {
    const rows: { hash: string }[] = await db('studio_file')
      .where({ tenant_id: tenantId })
      .whereIn('hash', hashes.slice(at, at + MAX_AT_ONCE))
      .select('hash')
    for (const { hash } of rows) known.add(hash)
  }
  return known
}
