import type { TimersPreview } from '@lianban/engine/runtime'
import { cases, MAX_CASE_PAGE, type CaseWithLamp, type Database } from '@lianban/storage'
import { openLimits } from '../cases/limits.ts'
import type { EnginePort } from '../cases/ports.ts'
import { clockFunctions, type Calendar } from '../clock/index.ts'
import { elementName, type Matter } from '../matters/matter-definition.ts'
import type { MatterStore } from '../matters/matter-store.ts'
import { DUE_LABELS, movedDueTimes, type DueName } from './redate.ts'

/** Changed cases that a dry run lists; it counts all. */
const MAX_LISTED = 500

/** What publishing a calendar would do to one open case. Instants are epoch milliseconds; null: no due time. */
export interface CaseChange {
  caseId: string
  caseNo: string
  matterName: string
  organName: string
  changes: { what: string; before: number | null; after: number | null }[]
  /** Why its due times cannot be counted by this calendar; null: they can. */
  problem: string | null
}

export interface CalendarDryRun {
  openCases: number
  changedCases: number
  /** Cases whose due times cannot be counted by this calendar. */
  problems: number
  /** The first MAX_LISTED of those that change. */
  items: CaseChange[]
}

export interface DryRunOptions {
  database: Database
  engine: Pick<EnginePort, 'previewTimers'>
  matters: MatterStore
}

/** What would move if every open case were counted by this calendar; nothing is written. */
export async function dryRunCalendar(options: DryRunOptions, tenantId: string, calendar: Calendar): Promise<CalendarDryRun> {
  const run: CalendarDryRun = { openCases: 0, changedCases: 0, problems: 0, items: [] }
  for (let after: string | undefined; ;) {
    const rows = await cases(options.database).countedBefore(tenantId, Number.MAX_SAFE_INTEGER, { after, limit: MAX_CASE_PAGE })
    const functions = (now: number) => clockFunctions(calendar)({ tenantId, now })
    const timers = await options.engine.previewTimers({ tenantId, instanceIds: rows.map(({ instance_id }) => instance_id), functions })
    for (const row of rows) {
      const change = await changeOf(options, row, calendar, timers.get(row.instance_id)!)
      if (!change) continue
      run.changedCases++
      if (change.problem !== null) run.problems++
      if (run.items.length < MAX_LISTED) run.items.push(change)
    }
    run.openCases += rows.length
    if (rows.length < MAX_CASE_PAGE) return run
    after = rows.at(-1)!.id
  }
}

async function changeOf(
  { database, matters }: DryRunOptions,
  row: CaseWithLamp,
  calendar: Calendar,
  timers: TimersPreview,
): Promise<CaseChange | null> {
  const about = { caseId: row.id, caseNo: row.case_no, matterName: row.matter_name, organName: row.organ_name }
  const matter = await matters.version(database, row.tenant_id, row.matter_key, row.matter_version)
  if (!matter) return null
  if (timers.problem !== null) return { ...about, changes: [], problem: timers.problem }
  try {
    const changes = [
      ...ofCase(row, matter, calendar),
      ...timers.changes.filter(({ kind }) => kind === 'userTask').map((task) => ofTask(task, matter)),
    ]
    return changes.length > 0 ? { ...about, changes, problem: null } : null
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === undefined) throw error
    return { ...about, changes: [], problem: message }
  }
}

function ofCase(row: CaseWithLamp, matter: Matter, calendar: Calendar): CaseChange['changes'] {
  const { before, after } = movedDueTimes(row, openLimits(row, matter.matter, calendar))
  return (Object.keys(after) as DueName[])
    .filter((name) => name !== 'warn')
    .map((name) => ({ what: DUE_LABELS[name], before: before[name] ?? null, after: after[name] ?? null }))
}

const ofTask = ({ elementId, before, after }: { elementId: string; before: number | null; after: number | null }, matter: Matter) => ({
  what: `“${elementName(matter, elementId)}”环节`,
  before,
  after,
})
