import { caseEvents, cases, userTasks, type CaseRow, type CaseWithLamp, type Database, type Tx } from '@lianban/storage'
import type { CommittedStep } from '@lianban/engine/runtime'
import { caseLine } from '../cases/case-lines.ts'
import { openLimits } from '../cases/limits.ts'
import { SYSTEM_ACTOR, systemEntry } from '../cases/log-entries.ts'
import type { EnginePort, TenantsPort } from '../cases/ports.ts'
import { chineseDay, dayOf, type CalendarOf } from '../clock/index.ts'
import { elementName, type Matter } from '../matters/matter-definition.ts'
import type { MatterStore } from '../matters/matter-store.ts'
import type { Notices } from '../notices/index.ts'
import type { Backoff } from './backoff.ts'

/** Cases that one turn of the sweep counts anew; what is left is the next turn's. */
export const REDATE_BATCH = 100

export interface RedateOptions {
  database: Database
  engine: Pick<EnginePort, 'recalculateTimers'>
  tenants: Pick<TenantsPort, 'supervision'>
  notices: Pick<Notices, 'send'>
  matters: MatterStore
  calendarOf: CalendarOf
  /** Cases that could not be counted anew wait. */
  retries: Backoff
}

/** The due times of a case by their names, as they stand in the log. Instants are epoch milliseconds. */
export type DueTimes = Partial<Record<DueName, number | null>>
export type DueName = keyof typeof DUE_COLUMNS

export const DUE_COLUMNS = {
  intake: 'intake_due_at',
  promised: 'promised_due_at',
  statutory: 'statutory_due_at',
  delivery: 'delivery_due_at',
  warn: 'warn_at',
} as const satisfies Record<string, keyof CaseRow>

export const DUE_LABELS: Record<DueName, string> = {
  intake: '受理期限',
  promised: '承诺时限',
  statutory: '法定时限',
  delivery: '送达期限',
  warn: '预警',
}

/**
 * Counts open cases anew that were counted by an older calendar than the one in force, at most REDATE_BATCH of them. Each is
 * one transaction with its entry, its timers and its notices, and says by which version it was counted: whoever goes on
 * after a crash, or beside another server, does none twice.
 * @returns how many are done, and what failed with it; those are tried again later and later
 */
export async function redateBatch(options: RedateOptions, tenantId: string, after?: string): Promise<Redated> {
  const { edition } = options.calendarOf(tenantId)
  const rows = await cases(options.database).countedBefore(tenantId, edition, { after, limit: REDATE_BATCH })
  const failures: Redated['failures'] = []
  let done = 0
  for (const row of rows) {
    // A new version may count what the one before could not.
    const key = `${tenantId} ${row.id} ${edition}`
    if (!options.retries.isDue(key)) continue
    try {
      await redateCase(options, row)
      options.retries.done(key)
      done++
    } catch (error) {
      options.retries.failed(key)
      failures.push({ caseId: row.id, error })
    }
  }
  return { done, failures, next: rows.length === REDATE_BATCH ? rows.at(-1)!.id : null }
}

export interface Redated {
  done: number
  failures: { caseId: string; error: unknown }[]
  /** Where the next turn goes on; null: all were looked at. */
  next: string | null
}

async function redateCase(options: RedateOptions, found: CaseWithLamp): Promise<void> {
  const { database, engine, matters } = options
  const { tenant_id: tenantId, id, instance_id: instanceId } = found
  const calendar = options.calendarOf(tenantId)
  const matter = await matters.version(database, tenantId, found.matter_key, found.matter_version)
  if (!matter) throw new Error(`matter ${found.matter_key} version ${found.matter_version} is gone`)
  const tasks = await userTasks(database).list({ tenantId, instanceId }, { limit: MAX_TASKS })
  await engine.recalculateTimers({
    tenantId,
    instanceId,
    actor: { userId: SYSTEM_ACTOR.userId },
    within: async (tx, step) => {
      const row = await cases(tx).get(tenantId, id, step.command.now)
      if (!row || row.closed_at !== null || (row.calendar_version ?? 1) >= calendar.edition) return
      const patch = openLimits(row, matter.matter, calendar)
      await cases(tx).update(tenantId, id, patch)
      const { before, after } = movedDueTimes(row, patch)
      const moved = movedTasks(matter, tasks, step)
      if (Object.keys(after).length === 0 && moved.length === 0) return
      await record(options, tx, {
        row,
        at: step.command.now,
        edition: calendar.edition,
        before,
        after,
        tasks: moved,
        holders: holdersOf(tasks),
      })
    },
  })
}

/** Open tasks of one case that are looked at. */
const MAX_TASKS = 50

/** The due times that the patch changes; both sides name the same ones. */
export function movedDueTimes(row: CaseRow, patch: Partial<CaseRow>): { before: DueTimes; after: DueTimes } {
  const before: DueTimes = {}
  const after: DueTimes = {}
  for (const [name, column] of Object.entries(DUE_COLUMNS) as [DueName, (typeof DUE_COLUMNS)[DueName]][]) {
    if (!(column in patch) || patch[column] === row[column]) continue
    before[name] = row[column]
    after[name] = patch[column] ?? null
  }
  return { before, after }
}

type OpenTask = Awaited<ReturnType<ReturnType<typeof userTasks>['list']>>[number]

interface MovedTask {
  task: string
  element: string
  step: string
  before: number | null
  after: number | null
}

function movedTasks(matter: Matter, tasks: OpenTask[], { events }: CommittedStep): MovedTask[] {
  return events.flatMap((event): MovedTask[] => {
    if (event.type !== 'userTaskUpdated') return []
    const task = tasks.find(({ id }) => id === event.tokenId)
    const step = elementName(matter, event.elementId)
    const after = event.changes.dueAt ?? null
    return [{ task: event.tokenId, element: event.elementId, step, before: task?.due_at ?? null, after }]
  })
}

const holdersOf = (tasks: OpenTask[]): string[] => [...new Set(tasks.flatMap(({ assignee }) => (assignee === null ? [] : [assignee])))]

interface Change {
  row: CaseRow
  at: number
  edition: number
  before: DueTimes
  after: DueTimes
  tasks: MovedTask[]
  /** Who holds open tasks of the case. */
  holders: string[]
}

async function record(
  { tenants, notices }: RedateOptions,
  tx: Tx,
  { row, at, edition, before, after, tasks, holders }: Change,
): Promise<void> {
  const { tenant_id: tenantId, id: caseId } = row
  const words = [
    ...(Object.keys(after) as DueName[])
      .filter((name) => name !== 'warn')
      .map((name) => change(DUE_LABELS[name], before[name], after[name])),
    ...tasks.map(({ step, before: from, after: to }) => change(`“${step}”环节`, from, to)),
  ]
  if (words.length > 0) {
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: tenantId,
        case_id: caseId,
        at,
        type: 'redated',
        step_name: '期限重算',
        action_text: `工作日历发布第${edition}版，${words.join('，')}`.slice(0, MAX_LINE_CHARS),
        opinion: words.join('；'),
        actor_name: SYSTEM_ACTOR.name,
      }),
    ])
  }
  const payload = { calendar: edition, before, after, tasks }
  await tenants.supervision.record(tx, tenantId, [
    systemEntry('case.redated', { caseId, organId: row.organ_id, payload: JSON.parse(JSON.stringify(payload)) as never }),
  ])
  if (holders.length === 0 || words.length === 0) return
  await notices.send(tx, tenantId, {
    kind: 'calendar',
    to: { userIds: holders },
    title: `${row.case_no} 的期限已按新的工作日历重算`,
    text: `${words.join('；')}。`,
    link: `/cases/${caseId}`,
  })
}

const MAX_LINE_CHARS = 190

const change = (label: string, before: number | null | undefined, after: number | null | undefined): string =>
  `${label}由${dayWords(before)}改为${dayWords(after)}`

const dayWords = (at: number | null | undefined): string => (at == null ? '未定' : chineseDay(dayOf(at - 1)))
