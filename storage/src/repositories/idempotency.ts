import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'
import { readRow } from '../read-rows.ts'

/** An answer already given to a request with this key. */
export interface IdempotencyRow {
  tenant_id: string
  user_id: string
  key: string
  /** SHA-256 of operation and body. */
  request_hash: string
  response: unknown
  created_at: number
}

export const idempotency = (db: Knex) => ({
  /** @throws a unique violation if the user has used the key before */
  insert: async (row: IdempotencyRow): Promise<void> => {
    await insertRows(db, 'idempotency_key', [{ ...row, response: JSON.stringify(row.response) }])
  },

  get: async (tenantId: string, userId: string, key: string): Promise<IdempotencyRow | undefined> => {
    const sql = 'select * from idempotency_key where tenant_id = ? and user_id = ? and `key` = ?'
    const row = await readRow<Record<string, unknown>>(db, sql, [tenantId, userId, key])
    return (
      row && ({ ...row, response: JSON.parse(row.response as string) as unknown, created_at: Number(row.created_at) } as IdempotencyRow)
    )
  },

  /** Forgets answers older than `before`. @returns how many */
  deleteBefore: (tenantId: string, before: number): Promise<number> =>
    db('idempotency_key').where({ tenant_id: tenantId }).where('created_at', '<', before).delete(),
})
