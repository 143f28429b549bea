import { inTransaction, newId, reportRuns, reports, type ReportFile, type ReportRow, type ReportRunRow, type Tx } from '@lianban/storage'
import { backoffMs, type RetryPolicy } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import type { Caller } from '../cases/ports.ts'
import { DAY_MS, dayOf, startOfDay } from '../clock/index.ts'
import { DocumentError } from '../documents/index.ts'
import { reportContent, type ReportContent } from './content.ts'
import type { ReportDefinition } from './definition.ts'
import type { ReportsOptions } from './reports.ts'
import { nextTime, periodBefore } from './schedule.ts'
import { GROUPED_KINDS } from './words.ts'
import { reportHtml } from './write-html.ts'
import { reportXlsx } from './write-xlsx.ts'

export const REPORT_RETRY: RetryPolicy = { firstRetryMs: 60_000, maxRetryMs: 3_600_000, maxAttempts: 6 }
/** Reports of one turn. */
const MAX_DUE = 20
/** A server that died in the middle of a report keeps it for so long. */
const ATTEMPT_MS = 10 * 60_000
/** Times that a stopped installation missed are made up for, as far back as this. */
const MISSED_MS = 31 * DAY_MS
const MAX_ERROR_CHARS = 500
const REPAIRERS = 'system-admin'

/** What is thrown where nobody may any more by whose rights the report was made. */
class OwnerGone extends Error {}

/** Makes what is due: the times that have come, then the reports themselves. @returns how many were made */
export async function makeDueReports(options: ReportsOptions, tenantId: string): Promise<number> {
  const { database, clock } = options
  for (const report of await reports(database).due(tenantId, clock(), MAX_DUE)) await planRun(options, report)
  let made = 0
  for (const run of await reportRuns(database).due(tenantId, clock(), MAX_DUE)) if (await makeRun(options, run)) made++
  return made
}

/** The time of a report has come: it is put down to be made, once, and the report waits for its next time. */
async function planRun(options: ReportsOptions, report: ReportRow): Promise<void> {
  const { database, clock, calendarOf } = options
  const { schedule } = JSON.parse(report.definition) as ReportDefinition
  const slot = report.next_at!
  const next = nextTime(slot, schedule, calendarOf(report.tenant_id))
  await inTransaction(database, async (tx) => {
    if (!(await reports(tx).advance(report, next))) return
    if (slot > clock() - MISSED_MS) await reportRuns(tx).insert(newRun(options, report, slot))
  })
}

/** A report to be made for one time. */
export function newRun({ calendarOf, clock }: ReportsOptions, report: ReportRow, slot: number): ReportRunRow {
  const { kind, period, schedule } = JSON.parse(report.definition) as ReportDefinition
  const today = startOfDay(dayOf(slot))
  // What is overdue is so on the day itself.
  const { from, to } =
    kind === 'overdue' ? { from: today, to: today + DAY_MS } : periodBefore(slot, period, schedule, calendarOf(report.tenant_id))
  return {
    tenant_id: report.tenant_id,
    id: newId(clock()),
    report_id: report.id,
    organ_id: report.organ_id,
    name: report.name,
    slot,
    period_from: from,
    period_to: to,
    state: 'waiting',
    attempts: 0,
    next_at: clock(),
    made_at: null,
    files: [],
    log_size: null,
    log_root: null,
    told: null,
    error: null,
  }
}

async function makeRun(options: ReportsOptions, run: ReportRunRow): Promise<boolean> {
  const { database, clock } = options
  if (!(await reportRuns(database).claim(run, clock() + ATTEMPT_MS))) return false
  const attempts = run.attempts + 1
  const report = (await reports(database).get(run.tenant_id, run.report_id))!
  try {
    const definition = JSON.parse(report.definition) as ReportDefinition
    const content = await contentOf(options, report, run, definition)
    const files = await writeFiles(options, run.tenant_id, content, definition)
    const readers = await readersOf(options, report, definition)
    return await inTransaction(database, (tx) => settle(options, tx, { report, run, attempts, definition, content, files, readers }))
  } catch (thrown) {
    await failed(options, { report, run, attempts }, thrown)
    return false
  }
}

/** @throws OwnerGone, NOT_AUTHORIZED */
async function contentOf(
  options: ReportsOptions,
  report: ReportRow,
  run: ReportRunRow,
  definition: ReportDefinition,
): Promise<ReportContent> {
  const [owner] = await options.tenants.users.callers(run.tenant_id, [report.owner_id])
  if (!owner) throw new OwnerGone('设置报告的人员已停用或者离任,请由现任人员重新设置')
  const content = await reportContent(options, owner, { definition, organId: run.organ_id, from: run.period_from, to: run.period_to })
  return { ...content, title: `${report.name}(${content.title})` }
}

async function writeFiles(
  { objectsOf, renderPdf }: ReportsOptions,
  tenantId: string,
  content: ReportContent,
  { formats }: ReportDefinition,
): Promise<ReportFile[]> {
  const files: ReportFile[] = []
  for (const format of formats) {
    const data = format === 'xlsx' ? await reportXlsx(content) : await renderPdf(reportHtml(content))
    files.push({ format, ...(await objectsOf(tenantId).put(data)) })
  }
  return files
}

interface Made {
  report: ReportRow
  run: ReportRunRow
  attempts: number
  definition: ReportDefinition
  content: ReportContent
  files: ReportFile[]
  readers: string[]
}

/** The report is there, its readers are told, and the log says so: all or nothing, and once. */
async function settle({ clock, notices, tenants }: ReportsOptions, tx: Tx, made: Made): Promise<boolean> {
  const { report, run, attempts, definition, content, files, readers } = made
  const { tenant_id: tenantId } = run
  const { size: log_size, root: log_root } = content.log
  const done = { state: 'done', made_at: clock(), next_at: null, error: null, files, log_size, log_root, told: readers.length } as const
  if (!(await reportRuns(tx).settle(run, attempts, done))) return false
  const counted = GROUPED_KINDS.includes(definition.kind) ? '' : `共 ${content.rows.length} 行。`
  await notices.send(tx, tenantId, {
    kind: 'report',
    to: { userIds: readers },
    title: `${report.name}已生成`,
    text: `${content.about}。${counted}`,
    link: `/reports?report=${report.id}`,
  })
  const payload = {
    run: run.id,
    slot: run.slot,
    logSize: log_size,
    files: files.map(({ format, sha256 }) => ({ format, sha256 })),
    told: readers.length,
  }
  const entry = { action: 'report.made', subject: `report:${report.id}`, organId: run.organ_id, actor: SYSTEM_ACTOR, payload }
  await tenants.supervision.record(tx, tenantId, [entry])
  return true
}

/** Of those the report is for, who may read it now. */
async function readersOf(options: ReportsOptions, report: ReportRow, { recipients, kind }: ReportDefinition): Promise<string[]> {
  const { database, notices, tenants } = options
  const named = await notices.recipients(database, report.tenant_id, recipients)
  const people = await tenants.users.callers(report.tenant_id, named)
  return people.filter((person) => mayRead(options, person, report.organ_id, kind)).map(({ userId }) => userId)
}

/** Whether a person may read a report with these figures of this organ, or of the county. */
export function mayRead({ tenants }: ReportsOptions, caller: Caller, organId: string | null, kind: ReportDefinition['kind']): boolean {
  const { decide } = tenants.authorization
  const figures =
    kind === 'ratings' ? decide(caller, 'figures', { type: 'rating', organId }) : decide(caller, 'read', { type: 'statistics', organId })
  return figures.allowed && decide(caller, 'read', { type: 'report', organId }).allowed
}

/** Trying again changes nothing before somebody has repaired something. */
const isPermanent = (thrown: unknown): boolean =>
  (thrown instanceof DocumentError && thrown.permanent) ||
  thrown instanceof OwnerGone ||
  (thrown as { code?: string }).code === 'NOT_AUTHORIZED'

async function failed(
  options: ReportsOptions,
  { report, run, attempts }: Pick<Made, 'report' | 'run' | 'attempts'>,
  thrown: unknown,
): Promise<void> {
  const { database, clock, notices, tenants, random } = options
  const error = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, MAX_ERROR_CHARS)
  if (!isPermanent(thrown) && attempts < REPORT_RETRY.maxAttempts) {
    await reportRuns(database).settle(run, attempts, { error, next_at: clock() + backoffMs(REPORT_RETRY, attempts, random) })
    return
  }
  await inTransaction(database, async (tx) => {
    if (!(await reportRuns(tx).settle(run, attempts, { error, state: 'failed', next_at: null }))) return
    const posts = thrown instanceof DocumentError ? [{ post: REPAIRERS }] : []
    await notices.send(tx, run.tenant_id, {
      kind: 'report',
      to: { userIds: [report.owner_id], posts },
      title: `${report.name}未能生成`,
      text: `${error}。排除原因后可在定期报告页面重新生成。`,
      link: `/reports?report=${report.id}`,
    })
    const payload = { run: run.id, slot: run.slot, error }
    const entry = { action: 'report.failed', subject: `report:${report.id}`, organId: run.organ_id, actor: SYSTEM_ACTOR, payload }
    await tenants.supervision.record(tx, run.tenant_id, [entry])
  })
}
