import type { Tx } from '../database.ts'
import type { Restriction } from './cases.ts'

/** A report that is made again and again. Instants are UTC epoch milliseconds. */
export interface ReportRow {
  tenant_id: string
  id: string
  name: string
  organ_id: string | null
  /** JSON. */
  definition: string
  owner_id: string
  created_at: number
  next_at: number | null
}

export type ReportRunState = 'waiting' | 'done' | 'failed'

export interface ReportFile {
  format: 'xlsx' | 'pdf'
  sha256: string
  size: number
}

/** A report as it is made for one time of its schedule. */
export interface ReportRunRow {
  tenant_id: string
  id: string
  report_id: string
  organ_id: string | null
  name: string
  slot: number
  period_from: number
  period_to: number
  state: ReportRunState
  attempts: number
  next_at: number | null
  made_at: number | null
  files: ReportFile[]
  log_size: number | null
  log_root: string | null
  told: number | null
  error: string | null
}

/** Rows of a page at most. */
const MAX_PAGE = 200

export const reports = (db: Tx) => ({
  insert: async (row: ReportRow): Promise<void> => {
    await db('report').insert(row)
  },

  get: async (tenantId: string, id: string): Promise<ReportRow | undefined> => {
    const row = (await db('report').where({ tenant_id: tenantId, id }).first()) as ReportRow | undefined
    return row && plainReport(row)
  },

  /** Newest first. */
  list: async (tenantId: string, restrict: Restriction, limit: number): Promise<ReportRow[]> =>
    (
      (await db('report')
        .where('report.tenant_id', tenantId)
        .where((inner) => restrict(inner))
        .orderBy('id', 'desc')
        .limit(Math.min(limit, MAX_PAGE))) as ReportRow[]
    ).map(plainReport),

  due: async (tenantId: string, now: number, limit: number): Promise<ReportRow[]> =>
    ((await db('report').where({ tenant_id: tenantId }).andWhere('next_at', '<=', now).orderBy('next_at').limit(limit)) as ReportRow[]).map(
      plainReport,
    ),

  /** Moves a report on to its next time. @returns false if another server was faster, or it was stopped */
  advance: async ({ tenant_id, id, next_at }: ReportRow, next: number | null): Promise<boolean> =>
    (await db('report').where({ tenant_id, id, next_at }).update({ next_at: next })) === 1,

  stop: async (tenantId: string, id: string): Promise<boolean> =>
    (await db('report').where({ tenant_id: tenantId, id }).whereNotNull('next_at').update({ next_at: null })) === 1,
})

export const reportRuns = (db: Tx) => ({
  insert: async (row: ReportRunRow): Promise<void> => {
    await db('report_run').insert({ ...row, files: JSON.stringify(row.files) })
  },

  get: async (tenantId: string, id: string): Promise<ReportRunRow | undefined> => {
    const row = (await db('report_run').where({ tenant_id: tenantId, id }).first()) as Stored | undefined
    return row && plainRun(row)
  },

  /** Newest first; `after` is the id of the last one seen. */
  list: async (
    tenantId: string,
    { restrict, reportId, after, limit }: { restrict: Restriction; reportId?: string; after?: string; limit: number },
  ): Promise<ReportRunRow[]> => {
    const query = db('report_run')
      .where('report_run.tenant_id', tenantId)
      .where((inner) => restrict(inner))
    if (reportId !== undefined) void query.andWhere({ report_id: reportId })
    if (after !== undefined) void query.andWhere('id', '<', after)
    return ((await query.orderBy('id', 'desc').limit(Math.min(limit, MAX_PAGE))) as Stored[]).map(plainRun)
  },

  due: async (tenantId: string, now: number, limit: number): Promise<ReportRunRow[]> =>
    (
      (await db('report_run')
        .where({ tenant_id: tenantId, state: 'waiting' })
        .andWhere('next_at', '<=', now)
        .orderBy('next_at')
        .limit(limit)) as Stored[]
    ).map(plainRun),

  /** Takes a due one for an attempt. @param until what it is kept for, in case this server dies @returns false if another server was faster */
  claim: async ({ tenant_id, id, attempts }: ReportRunRow, until: number): Promise<boolean> =>
    (await db('report_run')
      .where({ tenant_id, id, attempts, state: 'waiting' })
      .update({ attempts: attempts + 1, next_at: until })) === 1,

  /** Ends the attempt with this number. @returns false if it is no longer the latest */
  settle: async ({ tenant_id, id }: ReportRunRow, attempts: number, change: Partial<ReportRunRow>): Promise<boolean> => {
    const { files, ...rest } = change
    const stored = { ...rest, ...(files && { files: JSON.stringify(files) }) }
    return (await db('report_run').where({ tenant_id, id, attempts, state: 'waiting' }).update(stored)) === 1
  },

  /** Puts one that failed on its way once more. @returns whether it had failed */
  again: async (tenantId: string, id: string, now: number): Promise<boolean> =>
    (await db('report_run').where({ tenant_id: tenantId, id, state: 'failed' }).update({ state: 'waiting', attempts: 0, next_at: now })) ===
    1,
})

type Stored = Omit<ReportRunRow, 'files'> & { files: string }

const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value))

const plainReport = (row: ReportRow): ReportRow => ({ ...row, created_at: Number(row.created_at), next_at: numberOrNull(row.next_at) })

const plainRun = (row: Stored): ReportRunRow => ({
  ...row,
  slot: Number(row.slot),
  period_from: Number(row.period_from),
  period_to: Number(row.period_to),
  next_at: numberOrNull(row.next_at),
  made_at: numberOrNull(row.made_at),
  log_size: numberOrNull(row.log_size),
  files: JSON.parse(row.files) as ReportFile[],
})
