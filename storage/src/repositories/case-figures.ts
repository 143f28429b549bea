import type { Knex } from 'knex'
import type { Tx } from '../database.ts'
import { keysetOf, parseKeyset } from './page.ts'

/** Whose cases are counted. */
export interface CaseFigureQuery {
  tenantId: string
  /** The instant that due times are held against. UTC epoch milliseconds. */
  now: number
  /** Those that the caller may see; absent: all. */
  organIds?: readonly string[]
  organId?: string
  matterKey?: string
}

/** Cases that are open now: all, over a limit that runs, near to one. */
export type OpenView = 'open' | 'overdue' | 'warning'
/** Cases of a time `[from, to)`: accepted in it; closed in it; closed in it and decided late. */
export type PastView = 'accepted' | 'closed' | 'late'

export interface OpenCounts {
  group: string
  name: string
  open: number
  overdue: number
  warning: number
}

/** One of the cases behind a number; no names of persons. */
export interface FigureCaseRow {
  case_id: string
  case_no: string
  matter_name: string
  organ_id: string
  step_name: string | null
  accepted_at: number | null
  /** Of what runs now, or ran. */
  due_at: number | null
  closed_at: number | null
  used_days: number | null
  promised_days: number | null
}

/** As the lamp of a case has it, without its cards. */
const OVERDUE = `(status <> 'supplementing' and (
  (decided_at is null and (promised_due_at < :now or statutory_due_at < :now))
  or (accepted_at is null and decided_at is null and intake_due_at < :now)
  or delivery_due_at < :now))`
/** A limit that is not there is neither passed nor not passed: told by a case, not by `not`. */
const WARNING = `(status <> 'supplementing' and suspended_at is null and warn_at <= :now and case when ${OVERDUE} then 0 else 1 end = 1)`
const DUE = 'case when decided_at is not null then delivery_due_at when accepted_at is null then intake_due_at else promised_due_at end'

const LATE = 'decided_at is not null and used_days is not null and (on_time is null or not on_time)'

/** Beijing time all year round. */
const ZONE_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

export const caseFigures = (db: Tx) => ({
  /** Open cases by organ or by matter. */
  openCounts: async (query: CaseFigureQuery, by: 'organ' | 'matter'): Promise<OpenCounts[]> => {
    const [key, name] = by === 'organ' ? ['organ_id', 'organ_name'] : ['matter_key', 'matter_name']
    const { now } = query
    const rows = (await openCases(db, query)
      .select({ group: key })
      .max({ name })
      .count({ open: '*' })
      .select(db.raw(`sum(case when ${OVERDUE} then 1 else 0 end) as overdue`, { now }))
      .select(db.raw(`sum(case when ${WARNING} then 1 else 0 end) as warning`, { now }))
      .groupBy(key)) as Record<keyof OpenCounts, string | number>[]
    return rows.map(({ group, name: label, open, overdue, warning }) => ({
      group: String(group),
      name: String(label),
      open: Number(open),
      overdue: Number(overdue),
      warning: Number(warning),
    }))
  },

  /** Open cases, earliest due first. @param limit 1 to 1000 */
  openList: async (
    query: CaseFigureQuery,
    view: OpenView,
    page: { after?: string; limit: number },
  ): Promise<{ rows: FigureCaseRow[]; next: string | null }> => {
    const due = db.raw(`coalesce(${DUE}, ${Number.MAX_SAFE_INTEGER})`)
    const builder = openCases(db, query)
    if (view !== 'open') void builder.whereRaw(view === 'overdue' ? OVERDUE : WARNING, { now: query.now })
    void builder
      .select({ case_id: 'id' }, 'case_no', 'matter_name', 'organ_id', 'step_name', 'accepted_at', 'closed_at')
      .select(db.raw('? as ??', [due, 'due_at']))
    return paged(builder, { column: due, id: 'id', order: 'asc' }, page)
  },

  /** Cases of a time, latest first. @param limit 1 to 1000 */
  pastList: async (
    query: CaseFigureQuery & { from: number; to: number },
    view: PastView,
    page: { after?: string; limit: number },
  ): Promise<{ rows: FigureCaseRow[]; next: string | null }> => {
    const column = view === 'accepted' ? 'accepted_at' : 'closed_at'
    const builder = narrowed(db('supervised_case').where('tenant_id', query.tenantId), query)
      .andWhere(column, '>=', query.from)
      .andWhere(column, '<', query.to)
    if (view === 'late') void builder.whereRaw(LATE)
    void builder
      .select('case_id', 'case_no', 'matter_name', 'organ_id', 'accepted_at', 'closed_at', 'used_days', 'promised_days')
      .select(db.raw('?? as ??', [column, 'due_at']))
    return paged(builder, { column: db.raw('??', [column]), id: 'case_id', order: 'desc' }, page)
  },

  /** Accepted and closed cases of each day of `[from, to)`, days in Beijing as their midnight. */
  days: async (query: CaseFigureQuery & { from: number; to: number }): Promise<{ day: number; accepted: number; closed: number }[]> => {
    const days = new Map<number, { day: number; accepted: number; closed: number }>()
    for (const kind of ['accepted', 'closed'] as const) {
      const column = `${kind}_at`
      const rows = (await narrowed(db('supervised_case').where('tenant_id', query.tenantId), query)
        .andWhere(column, '>=', query.from)
        .andWhere(column, '<', query.to)
        .select(db.raw('?? - ((?? + ?) % ?) as day', [column, column, ZONE_MS, DAY_MS]))
        .count({ count: '*' })
        .groupBy('day')) as { day: number | string; count: number | string }[]
      for (const row of rows) {
        const day = Number(row.day)
        const counted = days.get(day) ?? { day, accepted: 0, closed: 0 }
        counted[kind] = Number(row.count)
        days.set(day, counted)
      }
    }
    return [...days.values()].sort((a, b) => a.day - b.day)
  },
})

const openCases = (db: Tx, query: CaseFigureQuery): Knex.QueryBuilder =>
  narrowed(db('case_file').where('tenant_id', query.tenantId).whereNull('closed_at'), query)

function narrowed(builder: Knex.QueryBuilder, { organIds, organId, matterKey }: CaseFigureQuery): Knex.QueryBuilder {
  if (organIds) void builder.whereIn('organ_id', [...organIds])
  if (organId !== undefined) void builder.where('organ_id', organId)
  if (matterKey !== undefined) void builder.where('matter_key', matterKey)
  return builder
}

/** One page by an instant and the id; `due_at` of each row is the instant. */
async function paged(
  builder: Knex.QueryBuilder,
  { column, id, order }: { column: Knex.Raw; id: string; order: 'asc' | 'desc' },
  { after, limit }: { after?: string; limit: number },
): Promise<{ rows: FigureCaseRow[]; next: string | null }> {
  const place = after === undefined ? null : parseKeyset(after)
  const than = order === 'asc' ? '>' : '<'
  if (place)
    void builder.where((beyond) =>
      beyond
        .whereRaw(`? ${than} ?`, [column, place.at])
        .orWhere((same) => same.whereRaw('? = ?', [column, place.at]).andWhere(id, than, place.id)),
    )
  const rows = (await builder.orderByRaw(`? ${order}, ?? ${order}`, [column, id]).limit(limit)) as Record<keyof FigureCaseRow, unknown>[]
  const last = rows.at(-1)
  const next = last && rows.length === limit ? keysetOf(Number(last.due_at), String(last.case_id)) : null
  return { rows: rows.map(plain), next }
}

const numberOrNull = (value: unknown): number | null => (value == null || Number(value) === Number.MAX_SAFE_INTEGER ? null : Number(value))

const plain = (row: Record<keyof FigureCaseRow, unknown>): FigureCaseRow => ({
  case_id: String(row.case_id),
  case_no: String(row.case_no ?? ''),
  matter_name: String(row.matter_name ?? ''),
  organ_id: String(row.organ_id ?? ''),
  step_name: (row.step_name as string | null | undefined) ?? null,
  accepted_at: numberOrNull(row.accepted_at),
  due_at: numberOrNull(row.due_at),
  closed_at: numberOrNull(row.closed_at),
  used_days: numberOrNull(row.used_days),
  promised_days: numberOrNull(row.promised_days),
})
