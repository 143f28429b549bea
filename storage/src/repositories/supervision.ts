import type { Tx } from '../database.ts'

export interface SupervisionEntryRow {
  tenant_id: string
  id: string
  /** Leaf index; null until sealed. */
  seq: number | null
  at: number
  action: string
  subject: string
  organ_id: string | null
  actor_id: string
  on_behalf_of: string | null
  /** actor_name, ip, payload (JSON text) and salt are null once erased. */
  actor_name: string | null
  ip: string | null
  payload: string | null
  salt: string | null
  payload_hash: string
  entry_hash: string
}

export interface SupervisionLogRow {
  tenant_id: string
  suite: string
  size: number
  /** JSON array of hex hashes. */
  compact_range: string
  lease_owner: string | null
  lease_until: number | null
}

export interface SupervisionTileRow {
  tenant_id: string
  level: number
  tile_index: number
  hashes: string
}

export interface SupervisionCheckpointRow {
  tenant_id: string
  size: number
  root: string
  at: number
  note: string
}

/** Rows per INSERT or UPDATE statement; SQLite takes 32,766 bound values. */
const CHUNK = 200

const chunks = <T>(all: T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) => all.slice(i * CHUNK, (i + 1) * CHUNK))

const entries = (db: Tx) => ({
  insertEntries: async (rows: SupervisionEntryRow[]): Promise<void> => {
    for (const some of chunks(rows)) await db<SupervisionEntryRow>('supervision_entry').insert(some)
  },

  entry: (tenantId: string, id: string): Promise<SupervisionEntryRow | undefined> =>
    db<SupervisionEntryRow>('supervision_entry').where({ tenant_id: tenantId, id }).first(),

  /** In the order of writing; `after` is the id of the last one seen. */
  listEntries: (
    tenantId: string,
    filter: { subject?: string; limit: number; after?: string },
  ): Promise<SupervisionEntryRow[]> => {
    const query = db<SupervisionEntryRow>('supervision_entry').where({ tenant_id: tenantId })
    if (filter.subject !== undefined) query.andWhere({ subject: filter.subject })
    if (filter.after !== undefined) query.andWhere('id', '>', filter.after)
    return query.orderBy('id').limit(filter.limit)
  },

  /** Sealed entries with `seq` from `from` on, in order. */
  sealedEntries: (tenantId: string, from: number, limit: number): Promise<SupervisionEntryRow[]> =>
    db<SupervisionEntryRow>('supervision_entry')
      .where({ tenant_id: tenantId })
      .andWhere('seq', '>=', from)
      .orderBy('seq')
      .limit(limit),

  unsealedEntries: (tenantId: string, limit: number): Promise<SupervisionEntryRow[]> =>
    db<SupervisionEntryRow>('supervision_entry').where({ tenant_id: tenantId, seq: null }).orderBy('id').limit(limit),

  countUnsealed: async (tenantId: string): Promise<number> => {
    const row = await db('supervision_entry').where({ tenant_id: tenantId, seq: null }).count({ n: '*' }).first()
    return Number(row?.n ?? 0)
  },

  /** Gives `ids` the places from `first` on. Entries that have a place keep it. @returns how many got one */
  placeEntries: async (tenantId: string, first: number, ids: string[]): Promise<number> => {
    let placed = 0
    for (const [i, some] of chunks(ids).entries()) {
      const cases = some.map(() => 'when ? then ?').join(' ')
      const seq = db.raw(
        `case id ${cases} end`,
        some.flatMap((id, j) => [id, first + i * CHUNK + j]),
      )
      placed += await db('supervision_entry')
        .where({ tenant_id: tenantId, seq: null })
        .whereIn('id', some)
        .update({ seq })
    }
    return placed
  },

  erasePayload: (tenantId: string, id: string): Promise<number> =>
    db<SupervisionEntryRow>('supervision_entry')
      .where({ tenant_id: tenantId, id })
      .whereNotNull('payload')
      .update({ payload: null, salt: null, actor_name: null, ip: null }),
})

const log = (db: Tx) => ({
  log: async (tenantId: string): Promise<SupervisionLogRow | undefined> => {
    const row = await db<SupervisionLogRow>('supervision_log').where({ tenant_id: tenantId }).first()
    return row && { ...row, size: Number(row.size) }
  },

  createLog: async (tenantId: string, suite: string): Promise<void> => {
    await db('supervision_log')
      .insert({ tenant_id: tenantId, suite, size: 0, compact_range: '[]', lease_owner: null, lease_until: null })
      .onConflict('tenant_id')
      .ignore()
  },

  /** Takes or renews the sealer's lease. @returns false while another owner holds it */
  takeLease: async (tenantId: string, owner: string, now: number, until: number): Promise<boolean> => {
    const taken = await db<SupervisionLogRow>('supervision_log')
      .where({ tenant_id: tenantId })
      .andWhere((free) => free.whereNull('lease_until').orWhere('lease_until', '<=', now).orWhere('lease_owner', owner))
      .update({ lease_owner: owner, lease_until: until })
    return taken === 1
  },

  releaseLease: async (tenantId: string, owner: string): Promise<void> => {
    await db<SupervisionLogRow>('supervision_log')
      .where({ tenant_id: tenantId, lease_owner: owner })
      .update({ lease_owner: null, lease_until: null })
  },

  /** Moves the log from `oldSize` on. @returns false if another sealer was faster or holds the lease */
  advanceLog: async (
    tenantId: string,
    owner: string,
    oldSize: number,
    size: number,
    compactRange: string,
  ): Promise<boolean> => {
    const moved = await db<SupervisionLogRow>('supervision_log')
      .where({ tenant_id: tenantId, lease_owner: owner, size: oldSize })
      .update({ size, compact_range: compactRange })
    return moved === 1
  },

  tile: async (tenantId: string, level: number, index: number): Promise<string | undefined> => {
    const row = await db<SupervisionTileRow>('supervision_tile')
      .where({ tenant_id: tenantId, level, tile_index: index })
      .first('hashes')
    return row?.hashes
  },

  putTile: async (row: SupervisionTileRow): Promise<void> => {
    await db<SupervisionTileRow>('supervision_tile')
      .insert(row)
      .onConflict(['tenant_id', 'level', 'tile_index'])
      .merge(['hashes'])
  },

  insertCheckpoint: async (row: SupervisionCheckpointRow): Promise<void> => {
    await db<SupervisionCheckpointRow>('supervision_checkpoint').insert(row)
  },

  lastCheckpoint: async (tenantId: string): Promise<SupervisionCheckpointRow | undefined> => {
    const row = await db<SupervisionCheckpointRow>('supervision_checkpoint')
      .where({ tenant_id: tenantId })
      .orderBy('size', 'desc')
      .first()
    return row && plainCheckpoint(row)
  },

  /** By size, growing; `after` is the size of the last one seen. */
  listCheckpoints: async (tenantId: string, limit: number, after: number): Promise<SupervisionCheckpointRow[]> => {
    const rows = await db<SupervisionCheckpointRow>('supervision_checkpoint')
      .where({ tenant_id: tenantId })
      .andWhere('size', '>', after)
      .orderBy('size')
      .limit(limit)
    return rows.map(plainCheckpoint)
  },

  countCheckpoints: async (tenantId: string): Promise<number> => {
    const row = await db('supervision_checkpoint').where({ tenant_id: tenantId }).count({ n: '*' }).first()
    return Number(row?.n ?? 0)
  },
})

const plainCheckpoint = (row: SupervisionCheckpointRow): SupervisionCheckpointRow => ({
  ...row,
  size: Number(row.size),
  at: Number(row.at),
})

/** The supervision log's tables: entries, the Merkle log's state and tiles, signed checkpoints. */
export const supervision = (db: Tx) => ({ ...entries(db), ...log(db) })
