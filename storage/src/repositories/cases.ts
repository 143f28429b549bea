import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import { insertMissing, patchRows, updateRows, type RowId } from '../write-rows.ts'
import { readRow, readRows } from '../read-rows.ts'
import { CASE_WITH_LAMP, lampColumn, lampSql, lampValues } from './case-lamp.ts'

export type CaseStatus =
  'submitted' | 'supplementing' | 'accepted' | 'granted' | 'refused' | 'transferred' | 'not-accepted' | 'closed' | 'withdrawn' | 'voided'
export type CaseCard = 'yellow' | 'red'
export type CaseLamp = 'supervised' | 'normal' | 'suspended' | 'warning' | 'yellow' | 'red' | 'done'

/** A case 办件. Instants are UTC epoch milliseconds. */
export interface CaseRow {
  tenant_id: string
  id: string
  case_no: string
  instance_id: string
  matter_key: string
  matter_version: number
  matter_name: string
  organ_id: string
  organ_name: string
  applicant_id: string
  applicant_name: string
  form: Record<string, unknown>
  status: CaseStatus
  step_name: string | null
  submitted_at: number
  received_at: number
  accepted_at: number | null
  deemed_accepted: boolean
  decided_at: number | null
  closed_at: number | null
  intake_due_at: number
  promised_due_at: number | null
  statutory_due_at: number | null
  delivery_due_at: number | null
  warn_at: number | null
  card: CaseCard | null
  /** Cards of the case that are 督办中; 0 when it is handed in. */
  urged_cards?: number
  supplement: unknown
  decision: unknown
  /** What stopped or lengthened its clock; absent or null: nothing. */
  clock?: unknown
  /** Since when the clock stands still by a special procedure; absent or null: it runs. */
  suspended_at?: number | null
  /** Version of the working calendar that its due times were counted by. @default 1 */
  calendar_version?: number
  /** 普通挂起: {by, name, reason, at}; null: none. */
  hold?: unknown
  /** The joint case 并联办件 that it is a part of; absent or null: it stands alone. */
  parent_case_id?: string | null
  /** 听证, from the telling of the right to the minutes; absent or null: none. */
  hearing?: unknown
}

/** What an organ is to a case. */
export type CasePartyRole = 'lead' | 'coop' | 'payee' | 'disposal' | 'opener'

/** A case as read, with its lamp at the instant of the query. */
export interface CaseWithLamp extends CaseRow {
  lamp: CaseLamp
}

/** Narrows a list to what the caller may see; columns are those of `case_file`. */
export type Restriction = (query: Knex.QueryBuilder) => void

export interface CaseQuery {
  tenantId: string
  /** The instant the lamps are computed at. */
  now: number
  restrict?: Restriction
  status?: 'open' | 'closed' | 'all'
  lamp?: CaseLamp
  /** Part of the case number or of the applicant's name. */
  q?: string
  /** Only cases of this matter, of one version or of all. */
  matter?: { key: string; version?: number }
  /** Only cases that stand at this element of their model now. */
  elementId?: string
  /** Id of the last case of the page before. */
  after?: string
  /** 1 to 200. */
  limit: number
}

export const MAX_CASE_PAGE = 200
const JSON_COLUMNS = ['form', 'supplement', 'decision', 'clock', 'hold', 'hearing'] as const
const INSTANTS = [
  'submitted_at',
  'received_at',
  'accepted_at',
  'decided_at',
  'closed_at',
  'intake_due_at',
  'promised_due_at',
  'statutory_due_at',
  'delivery_due_at',
  'warn_at',
  'suspended_at',
] as const

export const cases = (db: Knex) => ({
  insert: async (row: CaseRow): Promise<void> => {
    await db('case_file').insert(stored(row))
  },

  update: async (tenantId: string, id: string, patch: Partial<CaseRow>): Promise<void> => {
    await cases(db).patch([{ ...patch, tenant_id: tenantId, id }])
  },

  /** Sets of each case the columns that it has besides its id; of one that is there twice the later ones last. */
  patch: async (rows: readonly (Partial<CaseRow> & Pick<CaseRow, 'tenant_id' | 'id'>)[]): Promise<void> => {
    const merged = new Map<string, Partial<CaseRow> & Pick<CaseRow, 'tenant_id' | 'id'>>()
    for (const row of rows) {
      const key = `${row.tenant_id}/${row.id}`
      merged.set(key, { ...merged.get(key), ...row })
    }
    await patchRows(
      db,
      'case_file',
      [...merged.values()].map((row): RowId => ({ ...prepared(stored(row)), tenant_id: row.tenant_id, id: row.id })),
    )
  },

  /** Cases of any tenants as they stand, without their lamps; those that are not there are left out. */
  rows: async (ids: readonly Pick<CaseRow, 'tenant_id' | 'id'>[]): Promise<CaseRow[]> => {
    if (ids.length === 0) return []
    const [tenants, cases] = [[...new Set(ids.map(({ tenant_id }) => tenant_id))], [...new Set(ids.map(({ id }) => id))]]
    const places = (values: readonly string[]) => values.map(() => '?').join(',')
    const sql = `select * from case_file where tenant_id in (${places(tenants)}) and id in (${places(cases)})`
    return (await readRows(db, sql, [...tenants, ...cases])).map(readCase)
  },

  /** What the cards of cases say to their lamps; a case that is not there stays away. */
  setCards: async (rows: readonly Required<Pick<CaseRow, 'tenant_id' | 'id' | 'card' | 'urged_cards'>>[]): Promise<void> =>
    void (await updateRows(db, 'case_file', rows, ['card', 'urged_cards'])),

  /** One case with its lamp at `now`, or undefined. */
  get: async (tenantId: string, id: string, now: number): Promise<CaseWithLamp | undefined> => {
    const row = await readRow(db, `${CASE_WITH_LAMP} where tenant_id = ? and id = ?`, [...lampValues(now), tenantId, id])
    return row === undefined ? undefined : readCase(row)
  },

  /** The same, locked until the transaction ends where the database has row locks. */
  lock: async (tenantId: string, id: string, now: number): Promise<CaseWithLamp | undefined> => {
    const sql = `${CASE_WITH_LAMP} where tenant_id = ? and id = ?${isSqlite(db) ? '' : ' for update'}`
    const row = await readRow(db, sql, [...lampValues(now), tenantId, id])
    return row === undefined ? undefined : readCase(row)
  },

  /** Open cases whose due times were counted by an older calendar than `version`, by id. */
  countedBefore: async (tenantId: string, version: number, page: { after?: string; limit: number }): Promise<CaseWithLamp[]> => {
    const rows: unknown[] = await db('case_file')
      .where({ tenant_id: tenantId })
      .whereNull('closed_at')
      .where('calendar_version', '<', version)
      .modify((query) => page.after && query.where('id', '>', page.after))
      .orderBy('id')
      .limit(Math.min(page.limit, MAX_CASE_PAGE))
    return rows.map(readCase)
  },

  /** How many of those there are. */
  numberCountedBefore: async (tenantId: string, version: number): Promise<number> => {
    const row: { count?: number | string } | undefined = await db('case_file')
      .where({ tenant_id: tenantId })
      .whereNull('closed_at')
      .where('calendar_version', '<', version)
      .count({ count: '*' })
      .first()
    return Number(row?.count ?? 0)
  },

  /** The number of a case, for people. */
  numberOf: async (tenantId: string, id: string): Promise<string | null> =>
    (await db<CaseRow>('case_file').where({ tenant_id: tenantId, id }).first('case_no'))?.case_no ?? null,

  byNumber: async (tenantId: string, caseNo: string, now: number): Promise<CaseWithLamp | undefined> => {
    const row: unknown = await db('case_file').where({ tenant_id: tenantId, case_no: caseNo }).select('*', lampColumn(db, now)).first()
    return row === undefined ? undefined : readCase(row)
  },

  getMany: async (tenantId: string, ids: string[], now: number): Promise<CaseWithLamp[]> => {
    if (ids.length === 0) return []
    const sql = `${CASE_WITH_LAMP} where tenant_id = ? and id in (${ids.map(() => '?').join(',')})`
    return (await readRows(db, sql, [...lampValues(now), tenantId, ...ids])).map(readCase)
  },

  /** Newest first, by keyset. */
  list: async (query: CaseQuery): Promise<CaseWithLamp[]> => {
    const rows: unknown[] = await filtered(db, query)
      .select('case_file.*', lampColumn(db, query.now))
      .modify((builder) => query.after && builder.where('case_file.id', '<', query.after))
      .orderBy('case_file.id', 'desc')
      .limit(Math.min(query.limit, MAX_CASE_PAGE))
    return rows.map(readCase)
  },

  /** How many cases show each lamp and have each status, at `now`. */
  counts: async (
    tenantId: string,
    now: number,
    restrict?: Restriction,
  ): Promise<{ lamp: CaseLamp; status: CaseStatus; count: number }[]> => {
    const cases = filtered(db, { tenantId, now, restrict }).select('status', lampColumn(db, now)).as('c')
    const rows: { lamp: CaseLamp; status: CaseStatus; count: number | string }[] = await db
      .from(cases)
      .select('lamp', 'status')
      .count({ count: '*' })
      .groupBy('lamp', 'status')
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  },

  /** Records who did which step; doing it again changes nothing. */
  addParticipants: (rows: { tenant_id: string; case_id: string; element_id: string; user_id: string; at: number }[]): Promise<void> =>
    insertMissing(db, 'case_participant', rows),

  addParties: async (rows: { tenant_id: string; case_id: string; role: CasePartyRole; organ_id: string; at: number }[]): Promise<void> => {
    if (rows.length > 0) await db('case_party').insert(rows).onConflict(['tenant_id', 'case_id', 'role', 'organ_id']).ignore()
  },
})

function filtered(db: Knex, query: Omit<CaseQuery, 'limit' | 'after'>): Knex.QueryBuilder {
  const builder = db('case_file').where('case_file.tenant_id', query.tenantId)
  if (query.restrict) builder.where((inner) => query.restrict!(inner))
  if (query.status === 'open') builder.whereNull('case_file.closed_at')
  if (query.status === 'closed') builder.whereNotNull('case_file.closed_at')
  const { matter, elementId } = query
  if (matter) builder.where('case_file.matter_key', matter.key)
  if (matter?.version !== undefined) builder.where('case_file.matter_version', matter.version)
  if (elementId !== undefined)
    builder.whereExists((standing) => {
      void standing
        .select('standing.id')
        .from({ standing: 'history_activity' })
        .whereRaw('?? = ??', ['standing.tenant_id', 'case_file.tenant_id'])
        .whereRaw('?? = ??', ['standing.instance_id', 'case_file.instance_id'])
        .where('standing.element_id', elementId)
        .whereNull('standing.ended_at')
    })
  if (query.lamp) builder.whereRaw('(?) = ?', [lampSql(db, query.now), query.lamp])
  if (query.q) builder.where((inner) => matchesCase(inner, query.q!))
  return builder
}

/** Case number or applicant's name contains the text; `%` and `_` mean themselves. */
export function matchesCase(builder: Knex.QueryBuilder, q: string): Knex.QueryBuilder {
  const pattern = containing(q)
  return builder
    .whereRaw("case_file.case_no like ? escape '!'", [pattern])
    .orWhereRaw("case_file.applicant_name like ? escape '!'", [pattern])
}

/** Pattern for `like … escape '!'`: contains the text. */
export const containing = (q: string): string => `%${q.replace(/[!%_]/g, '!$&')}%`

function stored(patch: Partial<CaseRow>): Record<string, unknown> {
  const row: Record<string, unknown> = { ...patch }
  for (const column of JSON_COLUMNS) if (column in row) row[column] = row[column] == null ? null : JSON.stringify(row[column])
  return row
}

/** As prepared statements take values: they know no truth, and what is not said stays. */
const prepared = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => [column, typeof value === 'boolean' ? Number(value) : value]),
  )

/** Parses the JSON and number columns of a `case_file` row. */
export function readCase(raw: unknown): CaseWithLamp {
  const row: Record<string, unknown> = { ...(raw as object) }
  for (const column of JSON_COLUMNS) row[column] = row[column] == null ? null : JSON.parse(row[column] as string)
  for (const column of INSTANTS) row[column] = row[column] == null ? null : Number(row[column])
  row.deemed_accepted = Boolean(row.deemed_accepted)
  return row as unknown as CaseWithLamp
}
