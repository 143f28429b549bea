import type { Knex } from 'knex'
import { readRow } from '../read-rows.ts'

/** A numbering scheme of the tenant's own. */
export interface NumberSchemeRow {
  tenant_id: string
  name: string
  scheme: unknown
  changed_at: number
  changed_by: string
}

export const numberSchemes = (db: Knex) => ({
  get: async (tenantId: string, name: string): Promise<NumberSchemeRow | undefined> => {
    const row = await readRow<StoredRow>(db, 'select * from number_scheme where tenant_id = ? and name = ?', [tenantId, name])
    return row && read(row)
  },

  list: async (tenantId: string): Promise<NumberSchemeRow[]> =>
    ((await db('number_scheme').where({ tenant_id: tenantId }).orderBy('name')) as StoredRow[]).map(read),

  put: async (row: NumberSchemeRow): Promise<void> => {
    const stored = { ...row, scheme: JSON.stringify(row.scheme) }
    await db('number_scheme').insert(stored).onConflict(['tenant_id', 'name']).merge(['scheme', 'changed_at', 'changed_by'])
  },
})

type StoredRow = Omit<NumberSchemeRow, 'scheme'> & { scheme: string }

const read = (row: StoredRow): NumberSchemeRow => ({
  ...row,
  scheme: JSON.parse(row.scheme) as unknown,
  changed_at: Number(row.changed_at),
})
