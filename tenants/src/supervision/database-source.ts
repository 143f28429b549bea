import { setImmediate as breathe } from 'node:timers/promises'
import { supervision, type Database } from '@lianban/storage'
import { ERASED_ACTION, erasedSubject, provableOfRow, type ProvableEntry } from './entry.ts'
import { HOLE, type LogSource } from './verification.ts'

/** Rows that one query of a stream reads. */
const PAGE_ROWS = 1_000

/** The log of a tenant as it stands in the database, up to `size`; what is sealed meanwhile is left out. */
export function databaseSource(db: Database, tenantId: string, size: number): LogSource {
  return {
    names: { entries: 'supervision_entry', hashes: 'supervision_leaf', checkpoints: 'supervision_checkpoint' },
    entries: () => sealedEntries(db, tenantId, size),
    hashes: () => leafHashes(db, tenantId, size),
    checkpoints: () => checkpointNotes(db, tenantId, size),
    erasureRecorded: async (entryId) => {
      const rows = await supervision(db).listEntries(tenantId, { subject: erasedSubject(entryId), limit: PAGE_ROWS })
      return rows.some((row) => row.action === ERASED_ACTION)
    },
  }
}

/*
 * In pages: an asynchronous step for each of millions of entries would cost more than their hashes. Between two pages the
 * event loop turns: SQLite answers within a turn, so that nobody else would be served until the end, nor memory be freed.
 */

/** Sealed entries in their order. */
export async function* sealedEntries(db: Database, tenantId: string, size: number): AsyncGenerator<ProvableEntry[]> {
  for (let from = 0; from < size;) {
    await breathe()
    const rows = await supervision(db).sealedEntries(tenantId, from, PAGE_ROWS)
    const entries = rows.map(provableOfRow)
    yield entries.filter(({ seq }) => seq! < size)
    if (rows.length < PAGE_ROWS) return
    from = rows.at(-1)!.seq! + 1
  }
}

/** Hex hashes of the places; a place that is missing gives HOLE. */
export async function* leafHashes(db: Database, tenantId: string, size: number): AsyncGenerator<string[]> {
  for (let from = 0; from < size; from += PAGE_ROWS) {
    await breathe()
    const count = Math.min(PAGE_ROWS, size - from)
    const hashes = Array<string>(count).fill(HOLE)
    const rows = await supervision(db).leaves(tenantId, from, count)
    for (const { seq, hash } of rows) if (seq < from + count) hashes[seq - from] = hash
    yield hashes
  }
}

export async function* checkpointNotes(db: Database, tenantId: string, size: number): AsyncGenerator<string> {
  let after = -1
  for (;;) {
    const rows = await supervision(db).listCheckpoints(tenantId, PAGE_ROWS, after)
    for (const row of rows) {
      if (row.size > size) return
      yield row.note
    }
    if (rows.length < PAGE_ROWS) return
    after = rows.at(-1)!.size
  }
}
