import type { StoredDraft } from '../api/drafts.ts'
import type { LocalCopy } from './local-copy.ts'

/** What a form opens with. */
export interface Opened {
  /** null: nothing was kept. */
  value: unknown
  /** Of the server's draft; 0: there is none. */
  version: number
  savedAt: number | null
  /** It has not reached the server yet. */
  unsent: boolean
}

/** Both were changed since they were the same: the person says which one holds. */
export interface Choice {
  server: StoredDraft | null
  local: LocalCopy
}

/**
 * The server is the truth; what this device could not send goes on from it if it was written on that very version. `server`
 * undefined: no answer came, so this device's own is all there is.
 */
export function openedOf(server: StoredDraft | null | undefined, local: LocalCopy | null): Opened | Choice {
  if (local === null)
    return { value: server?.value ?? null, version: server?.version ?? 0, savedAt: server?.savedAt ?? null, unsent: false }
  if (server === undefined) return { value: local.value, version: local.baseVersion, savedAt: local.savedAt, unsent: true }
  // It had arrived, only the answer was lost.
  if (server && same(server.value, local.value))
    return { value: server.value, version: server.version, savedAt: server.savedAt, unsent: false }
  if ((server?.version ?? 0) === local.baseVersion)
    return { value: local.value, version: local.baseVersion, savedAt: local.savedAt, unsent: true }
  return { server, local }
}

export const isChoice = (one: Opened | Choice): one is Choice => 'local' in one

/** Whether two values are the same to JSON; the server keeps the order of keys. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
