import type { Knex } from 'knex'

/** One published version of a matter 事项. `definition` is whatever the processes package keeps of its manifest. */
export interface MatterRow {
  tenant_id: string
  key: string
  version: number
  name: string
  organ_id: string
  package_key: string
  definition: unknown
  content_hash: string
  definition_id: string
  created_at: number
}

type StoredMatter = Omit<MatterRow, 'definition'> & { definition: string }

const MAX_MATTERS = 200

const read = (row: StoredMatter): MatterRow => ({
  ...row,
  definition: JSON.parse(row.definition) as unknown,
  created_at: Number(row.created_at),
})

export const matters = (db: Knex) => ({
  insert: async (row: MatterRow): Promise<void> => {
    await db('matter').insert({ ...row, definition: JSON.stringify(row.definition) })
  },

  /** The newest version, or undefined. */
  latest: async (tenantId: string, key: string): Promise<MatterRow | undefined> => {
    const row = await db<StoredMatter>('matter').where({ tenant_id: tenantId, key }).orderBy('version', 'desc').first()
    return row && read(row as StoredMatter)
  },

  version: async (tenantId: string, key: string, version: number): Promise<MatterRow | undefined> => {
    const row = await db<StoredMatter>('matter').where({ tenant_id: tenantId, key, version }).first()
    return row && read(row as StoredMatter)
  },

  /** The newest version of every matter of the tenant, by key. */
  listLatest: async (tenantId: string): Promise<MatterRow[]> => {
    const newest = db('matter as newer')
      .whereRaw('newer.tenant_id = matter.tenant_id and newer.?? = matter.?? and newer.version > matter.version', ['key', 'key'])
      .select(db.raw('1'))
    const rows = await db('matter').where({ tenant_id: tenantId }).whereNotExists(newest).orderBy('key').limit(MAX_MATTERS)
    return (rows as StoredMatter[]).map(read)
  },
})
