import type { Knex } from 'knex'

/** One code of a dictionary, as it is stored. */
export interface DictionaryEntry {
  /** What forms keep. */
  code: string
  name: string
  /** Code of the entry above. */
  parent?: string
  /** Not offered any more; what was filled in with it can still be read. */
  withdrawn?: true
}

export interface DictionaryRow {
  tenant_id: string
  key: string
  name: string
  /** In their order. */
  entries: DictionaryEntry[]
  version: number
  changed_at: number
  changed_by: string
  changed_by_name: string
}

export const dictionaries = (db: Knex) => ({
  list: async (tenantId: string): Promise<DictionaryRow[]> =>
    ((await db('dictionary').where({ tenant_id: tenantId }).orderBy('key')) as StoredRow[]).map(read),

  get: async (tenantId: string, key: string): Promise<DictionaryRow | undefined> => {
    const row = (await db('dictionary').where({ tenant_id: tenantId, key }).first()) as StoredRow | undefined
    return row && read(row)
  },

  /** @returns whether it was new; a dictionary that is there stays as it is */
  insert: async (row: DictionaryRow): Promise<boolean> => {
    if (await dictionaries(db).get(row.tenant_id, row.key)) return false
    await db('dictionary').insert({ ...row, entries: JSON.stringify(row.entries) })
    return true
  },

  /** Changes it if it still has the version before. @returns whether it had */
  replace: async ({ tenant_id, key, version, ...row }: DictionaryRow): Promise<boolean> =>
    (await db('dictionary')
      .where({ tenant_id, key, version: version - 1 })
      .update({ ...row, version, entries: JSON.stringify(row.entries) })) > 0,

  remove: async (tenantId: string, key: string): Promise<boolean> =>
    (await db('dictionary').where({ tenant_id: tenantId, key }).delete()) > 0,
})

type StoredRow = Omit<DictionaryRow, 'entries'> & { entries: string }

const read = (row: StoredRow): DictionaryRow => ({
  ...row,
  entries: JSON.parse(row.entries) as DictionaryEntry[],
  changed_at: Number(row.changed_at),
})
