import { supervision as supervisionRows, type Database, type SupervisionCheckpointRow } from '@lianban/storage'
import { logOrigin, type Checkpoint } from './checkpoint.ts'
import { entryOfRow, type LogEntry } from './entry.ts'
import { ED25519_SHA256 } from './suite.ts'

/** Rows of a page at most. */
const MAX_PAGE = 200

/** Pages and the state of the log. */
export const reading = (database: Database) => ({
  /** Entries in the order of writing. `limit` is at most 200; `after` is the id of the last one seen. */
  entries: async (page: { tenantId: string; subject?: string; limit: number; after?: string }): Promise<LogEntry[]> => {
    const { tenantId, subject, after } = page
    const rows = await supervisionRows(database).listEntries(tenantId, {
      subject,
      after,
      limit: Math.min(page.limit, MAX_PAGE),
    })
    return rows.map(entryOfRow)
  },

  /** Signed heads, oldest first. `limit` is at most 200; `after` is the size of the last one seen. */
  checkpoints: async (page: { tenantId: string; limit: number; after?: number }): Promise<Checkpoint[]> => {
    const log = await supervisionRows(database).log(page.tenantId)
    const rows = await supervisionRows(database).listCheckpoints(
      page.tenantId,
      Math.min(page.limit, MAX_PAGE),
      page.after ?? -1,
    )
    return rows.map((row) => checkpointOfRow(row, log?.suite))
  },

  status: async (tenantId: string): Promise<LogStatus> => {
    const log = await supervisionRows(database).log(tenantId)
    const last = await supervisionRows(database).lastCheckpoint(tenantId)
    return {
      size: log?.size ?? 0,
      root: last?.root ?? null,
      lastCheckpoint: last ? checkpointOfRow(last, log?.suite) : null,
      unsealed: await supervisionRows(database).countUnsealed(tenantId),
    }
  },
})

export interface LogStatus {
  size: number
  /** Hex; null before the first head. */
  root: string | null
  lastCheckpoint: Checkpoint | null
  /** Entries that wait for the sealer. */
  unsealed: number
}

export const checkpointOfRow = (row: SupervisionCheckpointRow, suite = ED25519_SHA256.name): Checkpoint => ({
  origin: logOrigin(row.tenant_id),
  size: row.size,
  root: row.root,
  at: row.at,
  suite,
  note: row.note,
})
