import type { Knex } from 'knex'
import { containing, type Restriction } from './cases.ts'
import { keysetOf, parseKeyset } from './page.ts'

export type PublicationState = 'public' | 'withheld' | 'withdrawn'

/** One decision as it is published 双公示. Days are YYYY-MM-DD, instants UTC epoch milliseconds. */
export interface PublicationRow {
  tenant_id: string
  id: string
  case_id: string
  /** What was decided. */
  kind: string
  state: PublicationState
  state_reason: string | null
  matter_key: string
  matter_name: string
  organ_id: string
  organ_name: string
  organ_code: string | null
  source_name: string
  source_code: string | null
  /** Of a natural person masked. */
  holder_name: string
  holder_kind: string
  holder_code: string | null
  document_name: string
  document_number: string
  category: string
  licence_name: string | null
  licence_no: string | null
  content: string
  decided_on: string
  valid_from: string | null
  valid_until: string | null
  validity: 'valid' | 'invalid'
  due_at: number
  published_at: number
  version: number
}

export interface PublicationChangeRow {
  tenant_id: string
  publication_id: string
  version: number
  deed: 'correct' | 'withdraw'
  fields: Record<string, { before: string | null; after: string | null }>
  reason: string
  by_id: string
  by_name: string
  at: number
}

export interface PublicationQuery {
  tenantId: string
  state?: PublicationState
  organId?: string
  matterKey?: string
  /** Part of the holder's name, its code, the document's number or the licence's. */
  q?: string
  restrict?: Restriction
  after?: string
  /** 1 to 1000. */
  limit: number
}

const MAX_PUBLICATION_PAGE = 1000

export const publications = (db: Knex) => ({
  /** Writes it once: the same decision again changes nothing. @returns whether it was new */
  insertOnce: async (row: PublicationRow): Promise<boolean> => {
    await db('publication').insert(row).onConflict(['tenant_id', 'case_id', 'kind']).ignore()
    const stored = await publications(db).ofCase(row.tenant_id, row.case_id)
    return stored.some(({ id }) => id === row.id)
  },

  get: async (tenantId: string, id: string): Promise<PublicationRow | undefined> => {
    const row = (await db('publication').where({ tenant_id: tenantId, id }).first()) as PublicationRow | undefined
    return row && read(row)
  },

  ofCase: async (tenantId: string, caseId: string): Promise<PublicationRow[]> =>
    ((await db('publication').where({ tenant_id: tenantId, case_id: caseId }).orderBy('published_at')) as PublicationRow[]).map(read),

  /** Newest first. */
  list: async (query: PublicationQuery): Promise<{ rows: PublicationRow[]; next: string | null }> => {
    const limit = Math.min(query.limit, MAX_PUBLICATION_PAGE)
    const place = query.after === undefined ? null : parseKeyset(query.after)
    const rows = (
      (await filtered(db, query)
        .modify((builder) => {
          if (!place) return
          builder.where((beyond) =>
            beyond
              .where('publication.published_at', '<', place.at)
              .orWhere((same) => same.where('publication.published_at', place.at).andWhere('publication.id', '<', place.id)),
          )
        })
        .orderBy([
          { column: 'publication.published_at', order: 'desc' },
          { column: 'publication.id', order: 'desc' },
        ])
        .limit(limit)
        .select('publication.*')) as PublicationRow[]
    ).map(read)
    const last = rows.at(-1)
    return { rows, next: last && rows.length === limit ? keysetOf(last.published_at, last.id) : null }
  },

  count: async (query: Omit<PublicationQuery, 'after' | 'limit'>): Promise<number> => {
    const row = (await filtered(db, query).count({ n: '*' }).first()) as { n: number | string }
    return Number(row.n)
  },

  /** Organs and matters that something public is of, for the filters of the public list. */
  choices: async (tenantId: string): Promise<{ organs: Choice[]; matters: Choice[] }> => {
    const distinct = async (key: string, name: string): Promise<Choice[]> => {
      const rows = (await db('publication')
        .where({ tenant_id: tenantId, state: 'public' })
        .groupBy(key)
        .orderBy(key)
        .select({ key })
        .max({ name })) as Choice[]
      return rows
    }
    return { organs: await distinct('organ_id', 'organ_name'), matters: await distinct('matter_key', 'matter_name') }
  },

  /**
   * Changes a publication and keeps what stood there.
   * @returns false if it is no longer the version that the change was made from
   */
  change: async (change: PublicationChangeRow, patch: Partial<PublicationRow>): Promise<boolean> => {
    const { tenant_id, publication_id: id, version } = change
    const changed = await db('publication')
      .where({ tenant_id, id, version: version - 1 })
      .update({ ...patch, version })
    if (changed !== 1) return false
    await db('publication_change').insert({ ...change, fields: JSON.stringify(change.fields) })
    return true
  },

  /** A later decision ended the licence: what was published of it before is no longer valid. */
  invalidate: (tenantId: string, licenceNo: string, except: string): Promise<number> =>
    db('publication')
      .where({ tenant_id: tenantId, licence_no: licenceNo, validity: 'valid' })
      .whereNot('id', except)
      .update({ validity: 'invalid' }),

  /** Newest first. */
  changes: async (tenantId: string, publicationIds: readonly string[]): Promise<PublicationChangeRow[]> => {
    const rows = (await db('publication_change')
      .where({ tenant_id: tenantId })
      .whereIn('publication_id', [...publicationIds])
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'version', order: 'desc' },
      ])) as (Omit<PublicationChangeRow, 'fields'> & {
      fields: string
    })[]
    return rows.map((row) => ({
      ...row,
      fields: JSON.parse(row.fields) as PublicationChangeRow['fields'],
      version: Number(row.version),
      at: Number(row.at),
    }))
  },
})

interface Choice {
  key: string
  name: string
}

function filtered(
  db: Knex,
  { tenantId, state, organId, matterKey, q, restrict }: Omit<PublicationQuery, 'after' | 'limit'>,
): Knex.QueryBuilder {
  const builder = db('publication').where('publication.tenant_id', tenantId)
  if (restrict) void builder.where((inner) => restrict(inner))
  if (state !== undefined) void builder.where('publication.state', state)
  if (organId !== undefined) void builder.where('publication.organ_id', organId)
  if (matterKey !== undefined) void builder.where('publication.matter_key', matterKey)
  if (q) {
    const pattern = containing(q)
    void builder.where((any) =>
      any
        .whereRaw("publication.holder_name like ? escape '!'", [pattern])
        .orWhereRaw("publication.holder_code like ? escape '!'", [pattern])
        .orWhereRaw("publication.document_number like ? escape '!'", [pattern])
        .orWhereRaw("publication.licence_no like ? escape '!'", [pattern]),
    )
  }
  return builder
}

const read = (row: PublicationRow): PublicationRow => ({
  ...row,
  due_at: Number(row.due_at),
  published_at: Number(row.published_at),
  version: Number(row.version),
})
