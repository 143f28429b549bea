import type { Knex } from 'knex'
import { matchesCase, type Restriction } from './cases.ts'

export type ArchiveState = 'building' | 'archived' | 'failed'

/** The archive package of a case. Instants are UTC epoch milliseconds. */
export interface CaseArchiveRow {
  tenant_id: string
  case_id: string
  archive_no: string
  organ_id: string
  state: ArchiveState
  retention: string
  /** The four tests; null until they ran. */
  tests: unknown
  sha256: string | null
  size: number | null
  attempts: number
  created_at: number
  packed_at: number | null
}

/** With the case it is of. */
export interface CaseArchiveListed extends CaseArchiveRow {
  case_no: string
  matter_name: string
  organ_name: string
  applicant_name: string
}

export interface CaseArchiveQuery {
  tenantId: string
  restrict: Restriction
  state?: ArchiveState
  /** Part of the case number or of the applicant's name. */
  q?: string
  after?: string
  /** 1 to 200. */
  limit: number
}

const MAX_ARCHIVE_PAGE = 200
/** What failed comes first: somebody has to do something. */
const RANK_SQL = "case case_archive.state when 'failed' then 0 when 'building' then 1 else 2 end"
const RANKS: Record<ArchiveState, number> = { failed: 0, building: 1, archived: 2 }

export const caseArchives = (db: Knex) => ({
  insert: async (row: CaseArchiveRow): Promise<void> => {
    await db('case_archive').insert({ ...row, tests: stored(row.tests) })
  },

  get: async (tenantId: string, caseId: string): Promise<CaseArchiveRow | undefined> => {
    const row = (await db('case_archive').where({ tenant_id: tenantId, case_id: caseId }).first()) as StoredRow | undefined
    return row && read(row)
  },

  /** Closed cases whose package is not made yet, in the order of their ids. @param after last case of the page before */
  ordered: async (tenantId: string, limit: number, after = ''): Promise<string[]> => {
    const rows: { case_id: string }[] = await db('case_archive')
      .join('case_file', (on) => on.on('case_file.tenant_id', 'case_archive.tenant_id').andOn('case_file.id', 'case_archive.case_id'))
      .where({ 'case_archive.tenant_id': tenantId, 'case_archive.state': 'building' })
      .whereNotNull('case_file.closed_at')
      .where('case_archive.case_id', '>', after)
      .orderBy('case_archive.case_id')
      .limit(limit)
      .select('case_archive.case_id')
    return rows.map(({ case_id }) => case_id)
  },

  /** What came of building the package. An archived package is never written over. @returns whether it was written */
  settle: async (
    { tenant_id, case_id }: Pick<CaseArchiveRow, 'tenant_id' | 'case_id'>,
    result: Pick<CaseArchiveRow, 'state' | 'tests' | 'sha256' | 'size' | 'packed_at' | 'attempts'>,
  ): Promise<boolean> =>
    (await db('case_archive')
      .where({ tenant_id, case_id })
      .whereNot('state', 'archived')
      .update({ ...result, tests: stored(result.tests) })) === 1,

  /** Failed ones first, then newest first. */
  list: async (query: CaseArchiveQuery): Promise<{ rows: CaseArchiveListed[]; next: string | null }> => {
    const limit = Math.min(query.limit, MAX_ARCHIVE_PAGE)
    const place = /^([012])_(\d{1,16})_(.{1,64})$/.exec(query.after ?? '')
    const rows = (await filtered(db, query)
      .modify((builder) => {
        if (!place) return
        const [, rank, at, id] = place
        builder.where((beyond) =>
          beyond
            .whereRaw(`${RANK_SQL} > ?`, [Number(rank)])
            .orWhere((same) =>
              same
                .whereRaw(`${RANK_SQL} = ?`, [Number(rank)])
                .andWhere((older) =>
                  older
                    .where('case_archive.created_at', '<', Number(at))
                    .orWhere((tied) => tied.where('case_archive.created_at', Number(at)).andWhere('case_archive.case_id', '<', id!)),
                ),
            ),
        )
      })
      .orderByRaw(RANK_SQL)
      .orderBy([
        { column: 'case_archive.created_at', order: 'desc' },
        { column: 'case_archive.case_id', order: 'desc' },
      ])
      .limit(limit)
      .select(
        'case_archive.*',
        'case_file.case_no',
        'case_file.matter_name',
        'case_file.organ_name',
        'case_file.applicant_name',
      )) as (StoredRow & Omit<CaseArchiveListed, keyof CaseArchiveRow>)[]
    const found = rows.map((row) => ({ ...row, ...read(row) }))
    const last = found.at(-1)
    const next = last && found.length === limit ? `${RANKS[last.state]}_${last.created_at}_${last.case_id}` : null
    return { rows: found, next }
  },

  /** How many of each state there are. */
  counts: async (query: Omit<CaseArchiveQuery, 'after' | 'limit' | 'state'>): Promise<Record<ArchiveState, number>> => {
    const rows = (await filtered(db, query).groupBy('case_archive.state').select('case_archive.state').count({ n: '*' })) as {
      state: ArchiveState
      n: number | string
    }[]
    const of = (state: ArchiveState) => Number(rows.find((row) => row.state === state)?.n ?? 0)
    return { failed: of('failed'), building: of('building'), archived: of('archived') }
  },
})

function filtered(db: Knex, { tenantId, restrict, state, q }: Omit<CaseArchiveQuery, 'after' | 'limit'>): Knex.QueryBuilder {
  const builder = db('case_archive')
    .join('case_file', (on) => on.on('case_file.tenant_id', 'case_archive.tenant_id').andOn('case_file.id', 'case_archive.case_id'))
    .where('case_archive.tenant_id', tenantId)
    .where((inner) => restrict(inner))
  if (state !== undefined) void builder.where('case_archive.state', state)
  if (q) void builder.where((any) => matchesCase(any, q))
  return builder
}

type StoredRow = Omit<CaseArchiveRow, 'tests'> & { tests: string | null }

const stored = (tests: unknown): string | null => (tests == null ? null : JSON.stringify(tests))
const number = (value: number | string | null): number | null => (value === null ? null : Number(value))

const read = (row: StoredRow): CaseArchiveRow => ({
  ...row,
  tests: row.tests === null ? null : (JSON.parse(row.tests) as unknown),
  size: number(row.size),
  attempts: Number(row.attempts),
  created_at: Number(row.created_at),
  packed_at: number(row.packed_at),
})
