import { supervision, type Database } from '@lianban/storage'
import { entryOfRow, erasedSubject, ERASED_ACTION, type LeafEntry } from './entry.ts'
import { leafHashes } from './tiles.ts'
import type { LogSource } from './verification.ts'
import type { SupervisionEntryRow } from '@lianban/storage'

/** Rows that one query of a stream reads. */
const PAGE_ROWS = 500

/** The log of a tenant as it stands in the database, up to `size`; what is sealed meanwhile is left out. */
export function databaseSource(db: Database, tenantId: string, size: number): LogSource {
  return {
    names: { entries: 'supervision_entry', hashes: 'supervision_tile', checkpoints: 'supervision_checkpoint' },
    entries: () => sealedEntries(db, tenantId, size),
    hashes: () => leafHashes(db, tenantId, size),
    checkpoints: () => checkpointNotes(db, tenantId, size),
    erasureRecorded: async (entryId) => {
      const rows = await supervision(db).listEntries(tenantId, { subject: erasedSubject(entryId), limit: PAGE_ROWS })
      return rows.some((row) => row.action === ERASED_ACTION)
    },
  }
}

export async function* sealedEntries(db: Database, tenantId: string, size: number): AsyncGenerator<LeafEntry | null> {
  let from = 0
  for (;;) {
    const rows = await supervision(db).sealedEntries(tenantId, from, PAGE_ROWS)
    for (const row of rows) {
      if (Number(row.seq) >= size) return
      yield readableEntry(row)
    }
    if (rows.length < PAGE_ROWS) return
    from = Number(rows.at(-1)!.seq) + 1
  }
}

function readableEntry(row: SupervisionEntryRow): LeafEntry | null {
  try {
    return entryOfRow(row)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
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
