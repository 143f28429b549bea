import type { Readable } from 'node:stream'
import {
  inTransaction,
  newId,
  organs,
  reportRuns,
  reports as rows,
  users,
  type Database,
  type ObjectStore,
  type ReportFile,
  type ReportRow,
  type ReportRunRow,
} from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import type { Caller, SupervisionEntry, TenantsPort } from '../cases/ports.ts'
import { dayOf, type CalendarOf } from '../clock/index.ts'
import type { Notices } from '../notices/index.ts'
import { organNamesOf } from '../supervision/cards/card-views.ts'
import { reportContent, type ContentOptions } from './content.ts'
import { ReportGiven, type ReportDefinition } from './definition.ts'
import { makeDueReports, mayRead, newRun } from './make-reports.ts'
import { ReportError } from './report-error.ts'
import { nextTime, periodBefore } from './schedule.ts'
import type { ReportKind } from './words.ts'

export interface ReportsOptions extends ContentOptions {
  database: Database
  tenants: ContentOptions['tenants'] & Pick<TenantsPort, 'authorization' | 'users'>
  notices: Pick<Notices, 'send' | 'recipients'>
  calendarOf: CalendarOf
  clock: () => number
  objectsOf: (tenantId: string) => Pick<ObjectStore, 'put' | 'get'>
  /** @throws DocumentError: no Chromium */
  renderPdf: (html: string) => Promise<Buffer>
  /** 0 to 1. @default Math.random */
  random?: () => number
}

/** A report as its desk shows it. */
export interface ReportView {
  id: string
  name: string
  organId: string | null
  organName: string | null
  definition: ReportDefinition
  ownerName: string
  /** null: not made any more. */
  nextAt: number | null
}

/** A report as it was made, or could not be. */
export interface ReportRunView {
  id: string
  reportId: string
  name: string
  /** `[from, to)` */
  from: number
  to: number
  state: ReportRunRow['state']
  madeAt: number | null
  files: Pick<ReportFile, 'format' | 'size'>[]
  logSize: number | null
  logRoot: string | null
  told: number | null
  error: string | null
}

const MAX_REPORTS = 200
/** More than may read the figures of a county. */
const MAX_READERS = 500
const COLUMNS = (table: string) => ({ organId: `${table}.organ_id` })

export type Reports = ReturnType<typeof createReports>

/** Reports by schedule: defined by those who may read the figures, made by a server once, told to those who may read them then. */
export const createReports = (options: ReportsOptions) => ({ ...defined(options), ...made(options) })

function defined(options: ReportsOptions) {
  const { database, tenants, clock, calendarOf } = options
  const { authorization, supervision } = tenants

  const { foundReport } = finding(options)

  return {
    /** Makes what is due. @returns how many were made */
    makeDue: (tenantId: string): Promise<number> => makeDueReports(options, tenantId),

    /** Those the caller may read, newest first. @throws NOT_AUTHORIZED */
    list: async (caller: Caller): Promise<ReportView[]> => {
      const restrict = await authorization.restrict(caller, 'list', 'report', COLUMNS('report'))
      const list = await rows(database).list(caller.tenantId, restrict, MAX_REPORTS)
      const names = await organNamesOf(database, caller.tenantId)
      return Promise.all(
        list.map(async (row) => ({
          id: row.id,
          name: row.name,
          organId: row.organ_id,
          organName: row.organ_id === null ? null : (names.get(row.organ_id) ?? row.organ_id),
          definition: JSON.parse(row.definition) as ReportDefinition,
          ownerName: (await users(database).get(caller.tenantId, row.owner_id))?.name ?? row.owner_id,
          nextAt: row.next_at,
        })),
      )
    },

    /** Of what the caller may set reports up. @throws NOT_AUTHORIZED if of nothing */
    choices: async (caller: Caller): Promise<{ wholeCounty: boolean; organs: { id: string; name: string }[] }> => {
      const may = (organId: string | null) => authorization.decide(caller, 'define', { type: 'report', organId }).allowed
      const wholeCounty = may(null)
      const list = (await organs(database).list(caller.tenantId)).filter(({ id }) => may(id)).map(({ id, name }) => ({ id, name }))
      await authorization.assert(caller, 'define', { type: 'report', organId: wholeCounty ? null : (list[0]?.id ?? null) })
      return { wholeCounty, organs: list }
    },

    /** Staff who may read such a report now, by name. @throws NOT_AUTHORIZED */
    readers: async (
      caller: Caller,
      { organId, kind }: { organId: string | null; kind: ReportKind },
    ): Promise<{ id: string; name: string; posts: string[] }[]> => {
      await authorization.assert(caller, 'define', { type: 'report', organId })
      const holders = await users(database).everyPostAt(caller.tenantId, clock())
      const people = await tenants.users.callers(caller.tenantId, [...new Set(holders.map(({ user_id }) => user_id))])
      return people
        .filter((person) => mayRead(options, person, organId, kind))
        .slice(0, MAX_READERS)
        .map(({ userId, name, posts }) => ({ id: userId, name, posts: posts.map(({ organName, postName }) => `${organName}${postName}`) }))
    },

    /** Sets a report up; its figures are computed once, so that whoever may not see them is told at once. @throws NOT_AUTHORIZED, REPORT_INVALID */
    define: async (caller: Caller, given: unknown): Promise<{ id: string; nextAt: number }> => {
      const parsed = ReportGiven.safeParse(given)
      if (!parsed.success)
        throw new ReportError('REPORT_INVALID', `报告设置有误:${parsed.error.issues.map(({ path }) => path.join('.')).join('、')}`)
      const { name, organId, definition } = parsed.data
      await authorization.assert(caller, 'define', { type: 'report', organId })
      const { recipients } = definition
      if (recipients.userIds.length + recipients.posts.length === 0)
        throw new ReportError('REPORT_INVALID', '请至少选择一个接收人或者接收岗位')
      const now = clock()
      const calendar = calendarOf(caller.tenantId)
      await reportContent(options, caller, { definition, organId, ...periodBefore(now, definition.period, definition.schedule, calendar) })
      const nextAt = nextTime(now, definition.schedule, calendar)
      const row: ReportRow = {
        tenant_id: caller.tenantId,
        id: newId(now),
        name,
        organ_id: organId,
        definition: JSON.stringify(definition),
        owner_id: caller.userId,
        created_at: now,
        next_at: nextAt,
      }
      await inTransaction(database, async (tx) => {
        await rows(tx).insert(row)
        await supervision.record(tx, caller.tenantId, [entryOf(caller, row, 'report.defined', { name, definition })])
      })
      return { id: row.id, nextAt }
    },

    /** It is not made any more; what was made stays. Twice is fine. @throws REPORT_NOT_FOUND, NOT_AUTHORIZED */
    stop: async (caller: Caller, id: string): Promise<void> => {
      const row = await foundReport(caller, id, 'define')
      await inTransaction(database, async (tx) => {
        if (await rows(tx).stop(caller.tenantId, id))
          await supervision.record(tx, caller.tenantId, [entryOf(caller, row, 'report.stopped', {})])
      })
    },
  }
}

function made(options: ReportsOptions) {
  const { database, tenants, clock } = options
  const { authorization, supervision } = tenants
  const { foundReport, foundRun } = finding(options)

  return {
    /** What was made, newest first. @throws NOT_AUTHORIZED */
    runs: async (
      caller: Caller,
      query: { reportId?: string; after?: string; limit: number },
    ): Promise<{ items: ReportRunView[]; next: string | null }> => {
      const restrict = await authorization.restrict(caller, 'list', 'report', COLUMNS('report_run'))
      const list = await reportRuns(database).list(caller.tenantId, { ...query, restrict })
      return { items: list.map(presentRun), next: list.length < query.limit ? null : list.at(-1)!.id }
    },

    /** Makes one now, for the period before today, beside its schedule. @throws REPORT_NOT_FOUND, NOT_AUTHORIZED */
    makeNow: async (caller: Caller, id: string): Promise<{ id: string }> => {
      const row = await foundReport(caller, id, 'define')
      const run = newRun(options, row, clock())
      await inTransaction(database, (tx) => reportRuns(tx).insert(run))
      return { id: run.id }
    },

    /** Tries one again that could not be made. @throws REPORT_NOT_FOUND, REPORT_NOT_FAILED, NOT_AUTHORIZED */
    retry: async (caller: Caller, runId: string): Promise<void> => {
      const { run, report } = await foundRun(caller, runId, 'define')
      await inTransaction(database, async (tx) => {
        if (!(await reportRuns(tx).again(caller.tenantId, run.id, clock())))
          throw new ReportError('REPORT_NOT_FAILED', '这次报告没有失败,不需要重新生成')
        await supervision.record(tx, caller.tenantId, [entryOf(caller, report, 'report.retried', { run: run.id })])
      })
    },

    /** One of its files; that it was taken out is in the log. @throws REPORT_NOT_FOUND, REPORT_NOT_READY, NOT_AUTHORIZED */
    open: async (caller: Caller, runId: string, format: ReportFile['format']): Promise<{ name: string; data: Readable; size: number }> => {
      const { run, report } = await foundRun(caller, runId, 'read')
      const { kind } = JSON.parse(report.definition) as ReportDefinition
      // The right to the figures as it is today.
      if (!mayRead(options, caller, report.organ_id, kind))
        await authorization.assert(
          caller,
          kind === 'ratings' ? 'figures' : 'read',
          kind === 'ratings' ? { type: 'rating', organId: report.organ_id } : { type: 'statistics', organId: report.organ_id },
        )
      const file = run.files.find((one) => one.format === format)
      if (!file) throw new ReportError('REPORT_NOT_READY', '报告尚未生成,或者没有这种格式')
      const data = await options.objectsOf(caller.tenantId).get(file.sha256)
      await inTransaction(database, (tx) =>
        supervision.record(tx, caller.tenantId, [entryOf(caller, report, 'data.exported', { what: 'report', run: run.id, format })]),
      )
      return { name: `${run.name}-${dayOf(run.period_to - 1)}.${format}`, data, size: file.size }
    },
  }
}

/** Reports and what was made of them, for those who may. */
function finding({ database, tenants }: ReportsOptions) {
  /** @throws REPORT_NOT_FOUND, NOT_AUTHORIZED */
  const foundReport = async (caller: Caller, id: string, action: 'define' | 'read'): Promise<ReportRow> => {
    const row = await rows(database).get(caller.tenantId, id)
    if (!row) throw new ReportError('REPORT_NOT_FOUND', '没有这份定期报告')
    await tenants.authorization.assert(caller, action, { type: 'report', id, organId: row.organ_id })
    return row
  }

  /** @throws REPORT_NOT_FOUND, NOT_AUTHORIZED */
  const foundRun = async (caller: Caller, id: string, action: 'define' | 'read'): Promise<{ run: ReportRunRow; report: ReportRow }> => {
    const run = await reportRuns(database).get(caller.tenantId, id)
    if (!run) throw new ReportError('REPORT_NOT_FOUND', '没有这次生成的报告')
    return { run, report: await foundReport(caller, run.report_id, action) }
  }
  return { foundReport, foundRun }
}

const entryOf = (caller: Caller, row: ReportRow, action: string, payload: SupervisionEntry['payload']): SupervisionEntry => ({
  action,
  subject: `report:${row.id}`,
  organId: row.organ_id,
  actor: actorOf(caller),
  ip: caller.ip,
  payload,
})

const presentRun = (row: ReportRunRow): ReportRunView => ({
  id: row.id,
  reportId: row.report_id,
  name: row.name,
  from: row.period_from,
  to: row.period_to,
  state: row.state,
  madeAt: row.made_at,
  files: row.files.map(({ format, size }) => ({ format, size })),
  logSize: row.log_size,
  logRoot: row.log_root,
  told: row.told,
  error: row.error,
})
