import type { Knex } from 'knex'
import { writeWaiting, type Tx } from '../database.ts'
import { insertAtEnd } from '../last-writes.ts'
import { deleteRows, insertRows } from '../write-rows.ts'

/** The permanent part of an entry: inserted with the change it tells of, never changed. */
export interface SupervisionEntryRow {
  tenant_id: string
  id: string
  at: number
  action: string
  subject: string
  organ_id: string | null
  actor_id: string
  on_behalf_of: string | null
  payload_hash: string
  entry_hash: string
}

/** The part that can be erased. */
export interface SupervisionDetailRow {
  tenant_id: string
  id: string
  actor_name: string | null
  ip: string | null
  /** Canonical JSON. */
  payload: string
  /** Hex. */
  salt: string
}

/** An entry with its place (null until sealed) and its detail (null once erased). */
export interface SupervisionWholeRow extends SupervisionEntryRow, Omit<SupervisionDetailRow, 'payload' | 'salt'> {
  seq: number | null
  /** The second copy of the hash, from the place; null until sealed. */
  leaf_hash: string | null
  payload: string | null
  salt: string | null
}

export interface SupervisionLeafRow {
  tenant_id: string
  seq: number
  id: string
  hash: string
}

export interface SupervisionSubtreeRow {
  tenant_id: string
  level: number
  position: number
  root: string
}

/** Places or positions, [begin, end). */
export interface PlaceSpan {
  begin: number
  end: number
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

export interface SupervisionCheckpointRow {
  tenant_id: string
  size: number
  root: string
  at: number
  note: string
}

/** What a search of the log asks for; instants in UTC epoch milliseconds. */
export interface SupervisionSearch {
  from?: number
  /** Exclusive. */
  until?: number
  actorId?: string
  action?: string
  subject?: string
  /** Parts of an action before its first point: `login`, `policy`. */
  kinds?: readonly string[]
  /** Newest first; goes on behind this entry. */
  after?: { at: number; id: string }
  limit: number
}

const WHOLE = ['e.*', 'l.seq', 'l.hash as leaf_hash', 'd.actor_name', 'd.ip', 'd.payload', 'd.salt']

const withDetail = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.leftJoin('supervision_detail as d', (on) => on.on('d.tenant_id', 'e.tenant_id').andOn('d.id', 'e.id'))
const withLeaf = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.leftJoin('supervision_leaf as l', (on) => on.on('l.tenant_id', 'e.tenant_id').andOn('l.id', 'e.id'))

const plain = (row: SupervisionWholeRow): SupervisionWholeRow => ({
  ...row,
  at: Number(row.at),
  seq: row.seq === null ? null : Number(row.seq),
})

/** The entries alone, for whoever only writes them: every verb does. */
export const supervisionEntries = (db: Tx) => {
  const whole = (tenantId: string): Knex.QueryBuilder =>
    withDetail(withLeaf(db('supervision_entry as e')))
      .where('e.tenant_id', tenantId)
      .select(WHOLE)
  const list = async (query: Knex.QueryBuilder): Promise<SupervisionWholeRow[]> => ((await query) as SupervisionWholeRow[]).map(plain)

  return {
    /** Writes entries with their details as the last of the transaction; they wait for the sealer. */
    insertEntries: async (rows: readonly SupervisionEntryRow[], details: readonly SupervisionDetailRow[]): Promise<void> => {
      await insertAtEnd(db, 'supervision_entry', rows)
      await insertAtEnd(db, 'supervision_detail', details)
      await insertAtEnd(
        db,
        'supervision_waiting',
        rows.map(({ tenant_id, id }) => ({ tenant_id, id })),
      )
    },

    entry: async (tenantId: string, id: string): Promise<SupervisionWholeRow | undefined> => {
      const row = (await whole(tenantId).andWhere('e.id', id).first()) as SupervisionWholeRow | undefined
      return row && plain(row)
    },

    /** The tenant of an entry, by its id alone: for the maintenance of an installation. */
    tenantOf: async (id: string): Promise<string | undefined> => {
      const row = (await db('supervision_entry').where({ id }).first('tenant_id')) as { tenant_id: string } | undefined
      return row?.tenant_id
    },

    /** In the order of writing; `after` is the id of the last one seen. */
    listEntries: (tenantId: string, filter: { subject?: string; limit: number; after?: string }): Promise<SupervisionWholeRow[]> => {
      const query = whole(tenantId)
      if (filter.subject !== undefined) query.andWhere('e.subject', filter.subject)
      if (filter.after !== undefined) query.andWhere('e.id', '>', filter.after)
      return list(query.orderBy('e.id').limit(filter.limit))
    },

    /** Newest first. */
    searchEntries: (tenantId: string, search: SupervisionSearch): Promise<SupervisionWholeRow[]> => {
      const query = whole(tenantId)
      const { from, until, actorId, action, subject, kinds, after } = search
      if (from !== undefined) query.andWhere('e.at', '>=', from)
      if (until !== undefined) query.andWhere('e.at', '<', until)
      if (actorId !== undefined) query.andWhere('e.actor_id', actorId)
      if (action !== undefined) query.andWhere('e.action', action)
      if (subject !== undefined) query.andWhere('e.subject', subject)
      if (kinds)
        // `/` follows `.` in the order of bytes.
        query.andWhere((any) =>
          kinds.forEach((kind) => any.orWhere((one) => one.where('e.action', '>=', `${kind}.`).andWhere('e.action', '<', `${kind}/`))),
        )
      if (after) query.andWhere('e.at', '<=', after.at).andWhere((rest) => rest.where('e.at', '<', after.at).orWhere('e.id', '<', after.id))
      return list(
        query
          .orderBy([
            { column: 'e.at', order: 'desc' },
            { column: 'e.id', order: 'desc' },
          ])
          .limit(search.limit),
      )
    },

    /** Sealed entries with a place from `from` on, in order. */
    sealedEntries: (tenantId: string, from: number, limit: number): Promise<SupervisionWholeRow[]> =>
      list(
        withDetail(
          db('supervision_leaf as l').join('supervision_entry as e', (on) => on.on('e.tenant_id', 'l.tenant_id').andOn('e.id', 'l.id')),
        )
          .where('l.tenant_id', tenantId)
          .andWhere('l.seq', '>=', from)
          .orderBy('l.seq')
          .limit(limit)
          .select(WHOLE),
      ),
  }
}

/** What waits for the sealer, and how much there is. */
const waiting = (db: Tx) => ({
  /** Entries that have no place yet, in the order of writing: id and hash are all the sealer needs. */
  waitingEntries: (tenantId: string, limit: number): Promise<{ id: string; entry_hash: string }[]> =>
    db('supervision_waiting as w')
      .join('supervision_entry as e', (on) => on.on('e.tenant_id', 'w.tenant_id').andOn('e.id', 'w.id'))
      .where('w.tenant_id', tenantId)
      .orderBy('w.id')
      .limit(limit)
      .select('e.id', 'e.entry_hash'),

  countWaiting: (tenantId: string): Promise<number> => count(db, 'supervision_waiting', tenantId),
  countEntries: (tenantId: string): Promise<number> => count(db, 'supervision_entry', tenantId),
  countLeaves: (tenantId: string): Promise<number> => count(db, 'supervision_leaf', tenantId),

  /** An entry that neither has a place nor waits for one, or undefined. Reads the whole index: for when the counts differ. */
  strayEntry: (tenantId: string): Promise<{ id: string } | undefined> =>
    withLeaf(db('supervision_entry as e'))
      .leftJoin('supervision_waiting as w', (on) => on.on('w.tenant_id', 'e.tenant_id').andOn('w.id', 'e.id'))
      .where('e.tenant_id', tenantId)
      .whereNull('l.id')
      .whereNull('w.id')
      .first('e.id') as Promise<{ id: string } | undefined>,

  /** Deletes the erasable part. On MariaDB the application's own account may not. @returns 0 if there was none */
  deleteDetail: async (tenantId: string, id: string): Promise<number> => {
    // The database asks for the entry that tells of it.
    await writeWaiting(db)
    return db('supervision_detail').where({ tenant_id: tenantId, id }).delete()
  },
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
  advanceLog: async (tenantId: string, owner: string, oldSize: number, size: number, compactRange: string): Promise<boolean> => {
    const moved = await db<SupervisionLogRow>('supervision_log')
      .where({ tenant_id: tenantId, lease_owner: owner, size: oldSize })
      .update({ size, compact_range: compactRange })
    return moved === 1
  },
})

/** Places in the tree, and the roots of its full subtrees. */
const places = (db: Tx) => ({
  /** Gives entries their places and lets them wait no more. @throws a unique violation if one has a place already */
  placeEntries: async (rows: readonly SupervisionLeafRow[]): Promise<void> => {
    await insertRows(db, 'supervision_leaf', rows)
    await deleteRows(db, 'supervision_waiting', rows)
  },

  /** Places from `from` on, in order, without their entries. */
  leaves: async (tenantId: string, from: number, limit: number): Promise<{ seq: number; hash: string }[]> => {
    const rows = await db<SupervisionLeafRow>('supervision_leaf')
      .where({ tenant_id: tenantId })
      .andWhere('seq', '>=', from)
      .orderBy('seq')
      .limit(limit)
      .select('seq', 'hash')
    return rows.map(({ seq, hash }) => ({ seq: Number(seq), hash }))
  },

  /** The places of some spans, without their entries. */
  leavesIn: async (tenantId: string, spans: readonly PlaceSpan[]): Promise<{ seq: number; hash: string }[]> => {
    if (spans.length === 0) return []
    const rows = await db<SupervisionLeafRow>('supervision_leaf')
      .where((any) => {
        for (const { begin, end } of spans)
          any.orWhere((one) => one.where('tenant_id', tenantId).where('seq', '>=', begin).where('seq', '<', end))
      })
      .select('seq', 'hash')
    return rows.map(({ seq, hash }) => ({ seq: Number(seq), hash }))
  },

  insertSubtrees: (rows: readonly SupervisionSubtreeRow[]): Promise<void> => insertRows(db, 'supervision_subtree', rows),

  /** Roots of one level from a position on, in order. */
  subtrees: async (tenantId: string, level: number, from: number, limit: number): Promise<{ position: number; root: string }[]> => {
    const rows = await db<SupervisionSubtreeRow>('supervision_subtree')
      .where({ tenant_id: tenantId, level })
      .andWhere('position', '>=', from)
      .orderBy('position')
      .limit(limit)
      .select('position', 'root')
    return rows.map(({ position, root }) => ({ position: Number(position), root }))
  },

  /** The roots of some spans of levels. */
  subtreesIn: async (
    tenantId: string,
    spans: readonly (PlaceSpan & { level: number })[],
  ): Promise<{ level: number; position: number; root: string }[]> => {
    if (spans.length === 0) return []
    const rows = await db<SupervisionSubtreeRow>('supervision_subtree')
      .where((any) => {
        for (const { level, begin, end } of spans)
          any.orWhere((one) => one.where({ tenant_id: tenantId, level }).where('position', '>=', begin).where('position', '<', end))
      })
      .select('level', 'position', 'root')
    return rows.map(({ level, position, root }) => ({ level, position: Number(position), root }))
  },
})

const checkpoints = (db: Tx) => ({
  insertCheckpoint: async (row: SupervisionCheckpointRow): Promise<void> => {
    await db<SupervisionCheckpointRow>('supervision_checkpoint').insert(row)
  },

  /** Of exactly that size. */
  checkpoint: async (tenantId: string, size: number): Promise<SupervisionCheckpointRow | undefined> => {
    const row = await db<SupervisionCheckpointRow>('supervision_checkpoint').where({ tenant_id: tenantId, size }).first()
    return row && plainCheckpoint(row)
  },

  lastCheckpoint: async (tenantId: string): Promise<SupervisionCheckpointRow | undefined> => {
    const row = await db<SupervisionCheckpointRow>('supervision_checkpoint').where({ tenant_id: tenantId }).orderBy('size', 'desc').first()
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

  /** By size, falling; `before` is the size of the last one seen. */
  latestCheckpoints: async (tenantId: string, limit: number, before: number): Promise<SupervisionCheckpointRow[]> => {
    const rows = await db<SupervisionCheckpointRow>('supervision_checkpoint')
      .where({ tenant_id: tenantId })
      .andWhere('size', '<', before)
      .orderBy('size', 'desc')
      .limit(limit)
    return rows.map(plainCheckpoint)
  },

  countCheckpoints: (tenantId: string): Promise<number> => count(db, 'supervision_checkpoint', tenantId),
})

async function count(db: Tx, table: string, tenantId: string): Promise<number> {
  const row = await db(table).where({ tenant_id: tenantId }).count({ n: '*' }).first()
  return Number(row?.n ?? 0)
}

const plainCheckpoint = (row: SupervisionCheckpointRow): SupervisionCheckpointRow => ({
  ...row,
  size: Number(row.size),
  at: Number(row.at),
})

/** The supervision log's tables: entries, places, subtree roots, signed heads; all insert-only but for the log's own row and what waits. */
export const supervision = (db: Tx) => ({
  ...supervisionEntries(db),
  ...waiting(db),
  ...log(db),
  ...places(db),
  ...checkpoints(db),
})
