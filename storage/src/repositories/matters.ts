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
  /** First and last day on which this version takes new cases, YYYY-MM-DD; null: since ever, without end. */
  valid_from: string | null
  valid_until: string | null
}

type StoredMatter = Omit<MatterRow, 'definition'> & { definition: string }

/** A county has some thousand matters with a few versions each. */
const MAX_VERSIONS = 20_000

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

  /** The newest version that has begun by a day, whether or not it has ended: those before it do not come back. */
  begunBy: async (tenantId: string, key: string, day: string): Promise<Pick<MatterRow, 'version' | 'valid_until'> | undefined> =>
    db<StoredMatter>('matter')
      .where({ tenant_id: tenantId, key })
      .andWhere((from) => from.whereNull('valid_from').orWhere('valid_from', '<=', day))
      .orderBy('version', 'desc')
      .first('version', 'valid_until'),

  /** Every version of every matter, or of one, without its definition; by key, newest first. */
  versions: async (tenantId: string, key?: string): Promise<MatterVersionRow[]> => {
    const rows: MatterVersionRow[] = await db('matter')
      .where({ tenant_id: tenantId, ...(key !== undefined && { key }) })
      .select('key', 'version', 'valid_from', 'valid_until', 'created_at')
      .orderBy([{ column: 'key' }, { column: 'version', order: 'desc' }])
      .limit(MAX_VERSIONS)
    return rows.map((row) => ({ ...row, created_at: Number(row.created_at) }))
  },

  /** The package of the newest version of each matter, and the definition that it runs on. */
  owners: async (
    tenantId: string,
  ): Promise<Pick<MatterRow, 'key' | 'version' | 'name' | 'package_key' | 'definition_id' | 'valid_from' | 'valid_until'>[]> =>
    db<StoredMatter>('matter as m')
      .where('m.tenant_id', tenantId)
      .whereNotExists(
        db('matter as n')
          .whereRaw('n.tenant_id = m.tenant_id and n.?? = m.?? and n.version > m.version', ['key', 'key'])
          .select(db.raw('1')),
      )
      .select('m.key', 'm.version', 'm.name', 'm.package_key', 'm.definition_id', 'm.valid_from', 'm.valid_until')
      .orderBy('m.key'),

  /** The last day on which its newest version takes new cases; an earlier one that it has stays. @returns whether that changed */
  end: async (tenantId: string, key: string, lastDay: string): Promise<boolean> => {
    const row = await db<StoredMatter>('matter')
      .where({ tenant_id: tenantId, key })
      .orderBy('version', 'desc')
      .first('version', 'valid_until')
    if (!row || (row.valid_until !== null && row.valid_until <= lastDay)) return false
    await db('matter').where({ tenant_id: tenantId, key, version: row.version }).update({ valid_until: lastDay })
    return true
  },

  /** Samples that are published with a version: file name → content. */
  insertSamples: async (version: Pick<MatterRow, 'tenant_id' | 'key' | 'version'>, samples: Record<string, Uint8Array>): Promise<void> => {
    for (const [name, content] of Object.entries(samples))
      await db('matter_sample').insert({
        tenant_id: version.tenant_id,
        matter_key: version.key,
        version: version.version,
        name,
        content: Buffer.from(content).toString('base64'),
      })
  },

  sample: async (tenantId: string, key: string, version: number, name: string): Promise<Buffer | undefined> => {
    const row = await db<{ tenant_id: string; matter_key: string; version: number; name: string; content: string }>('matter_sample')
      .where({ tenant_id: tenantId, matter_key: key, version, name })
      .first('content')
    return row && Buffer.from(row.content, 'base64')
  },

  /** These versions, in no order. */
  getMany: async (tenantId: string, versions: readonly Pick<MatterRow, 'key' | 'version'>[]): Promise<MatterRow[]> => {
    if (versions.length === 0) return []
    const rows = await db('matter')
      .where({ tenant_id: tenantId })
      .whereIn(
        ['key', 'version'],
        versions.map(({ key, version }) => [key, version]),
      )
    return (rows as StoredMatter[]).map(read)
  },
})

export type MatterVersionRow = Pick<MatterRow, 'key' | 'version' | 'valid_from' | 'valid_until' | 'created_at'>
