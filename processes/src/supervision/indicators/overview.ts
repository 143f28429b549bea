import { caseFigures, supervisedCases, supervisionFolds, type CaseFigureQuery, type OpenView, type PastView } from '@lianban/storage'
import type { Caller } from '../../cases/ports.ts'
import { dayOf, type Day } from '../../clock/index.ts'
import { organNamesOf } from '../cards/card-views.ts'
import { visibleOrgans, type IndicatorOptions } from './indicators.ts'

/** What the overview is of: a time `[from, to)` in UTC epoch milliseconds, and the county, one organ, or one of its matters. */
export interface OverviewQuery {
  from: number
  to: number
  organId?: string
  matterKey?: string
}

/** Numbers of one place. Open ones are of now, the others of the time. */
export interface OverviewNumbers {
  open: number
  overdue: number
  warning: number
  accepted: number
  closed: number
  /** Of those closed: decided after the promised limit. */
  late: number
  /** 0 to 1; null where nothing was decided. */
  onTime: number | null
  yellow: number
  red: number
}

/** One organ or matter below. */
export interface OverviewGroup extends OverviewNumbers {
  key: string
  name: string
}

export interface Overview {
  query: OverviewQuery
  /** The moment of the data, and the head of the log it was computed at. */
  at: number
  log: { size: number; root: string | null; readTo: number }
  /** The one that is asked for, or the only one that the caller may see. */
  organ: { id: string; name: string } | null
  /** Whether there is more to see than this organ. */
  hasMore: boolean
  matter: { key: string; name: string } | null
  numbers: OverviewNumbers
  days: { day: Day; accepted: number; closed: number }[]
  /** Organs; of one organ its matters; of one matter none. */
  groups: OverviewGroup[]
}

export type FigureView = OpenView | PastView
const OPEN_VIEWS: readonly string[] = ['open', 'overdue', 'warning'] satisfies OpenView[]

/** One of the cases behind a number; no names of persons. */
export interface FigureCase {
  caseId: string
  caseNo: string
  matterName: string
  organName: string
  stepName: string | null
  acceptedAt: number | null
  dueAt: number | null
  closedAt: number | null
  usedDays: number | null
  promisedDays: number | null
}

/** The county at a glance, or an organ, or a matter of it. @throws NOT_AUTHORIZED; who may see one organ only sees that organ */
export async function overview(options: IndicatorOptions, caller: Caller, query: OverviewQuery): Promise<Overview> {
  const { database, tenants, clock } = options
  const organIds = await visibleOrgans(options, caller, query.organId)
  const { tenantId } = caller
  const now = clock()
  const organId = query.organId ?? (organIds?.length === 1 ? organIds[0] : undefined)
  const by = organId === undefined ? 'organ' : 'matter'
  const asked = { ...query, organId, tenantId, now, by, ...(organIds && { organIds }) } as const
  const cursor = await supervisionFolds(database).cursor(tenantId)
  const log = await tenants.supervision.status(tenantId)
  const names = { organ: await organNamesOf(database, tenantId), matter: await supervisedCases(database).matterNames(tenantId) }
  const open = await caseFigures(database).openCounts(asked, by)
  const cases = (await supervisedCases(database).countCases(asked)).rows
  const cards = (await supervisedCases(database).countCards(asked)).rows
  const keys = [...new Set([...open, ...cases, ...cards].map(({ group }) => group))]
  const groups = keys.map((key): OverviewGroup => {
    const mine = (rows: typeof cards) => rows.filter(({ group }) => group === key)
    const known = names[by].get(key) ?? open.find(({ group }) => group === key)?.name
    return { key, name: known ?? '未知', ...numbersOf(open.filter(isOf(key)), cases.filter(isOf(key)), mine(cards)) }
  })
  const { matterKey } = query
  return {
    query,
    at: now,
    log: { size: log.size, root: log.root, readTo: cursor.next_seq },
    organ: organId === undefined ? null : { id: organId, name: names.organ.get(organId) ?? organId },
    hasMore: organIds?.length !== 1,
    matter: matterKey === undefined ? null : { key: matterKey, name: names.matter.get(matterKey) ?? matterKey },
    numbers: numbersOf(open, cases, cards),
    days: (await caseFigures(database).days(asked)).map(({ day, ...counts }) => ({ day: dayOf(day), ...counts })),
    groups:
      matterKey === undefined ? groups.sort((a, b) => b.overdue - a.overdue || b.open - a.open || a.name.localeCompare(b.name, 'zh')) : [],
  }
}

/** The cases behind a number of the overview. @throws NOT_AUTHORIZED */
export async function figureCases(
  options: IndicatorOptions,
  caller: Caller,
  query: OverviewQuery & { view: FigureView; after?: string; limit: number },
): Promise<{ items: FigureCase[]; next: string | null }> {
  const organIds = await visibleOrgans(options, caller, query.organId)
  return listFigureCases(options, { ...query, tenantId: caller.tenantId, ...(organIds && { organIds }) })
}

/** The same for whoever has asked for the right already. */
export async function listFigureCases(
  options: IndicatorOptions,
  { view, after, limit, ...query }: OverviewQuery & Omit<CaseFigureQuery, 'now'> & { view: FigureView; after?: string; limit: number },
): Promise<{ items: FigureCase[]; next: string | null }> {
  const figures = caseFigures(options.database)
  const asked = { ...query, now: options.clock() }
  const page = { after, limit }
  const { rows, next } = OPEN_VIEWS.includes(view)
    ? await figures.openList(asked, view as OpenView, page)
    : await figures.pastList(asked, view as PastView, page)
  const names = await organNamesOf(options.database, query.tenantId)
  const items = rows.map((row): FigureCase => ({
    caseId: row.case_id,
    caseNo: row.case_no,
    matterName: row.matter_name,
    organName: names.get(row.organ_id) ?? row.organ_id,
    stepName: row.step_name,
    acceptedAt: row.accepted_at,
    dueAt: OPEN_VIEWS.includes(view) ? row.due_at : null,
    closedAt: row.closed_at,
    usedDays: row.used_days,
    promisedDays: row.promised_days,
  }))
  return { items, next }
}

const isOf =
  (key: string) =>
  ({ group }: { group: string }): boolean =>
    group === key

interface Opened {
  open: number
  overdue: number
  warning: number
}
interface Counted {
  accepted: number
  closed: number
  decided: number
  onTime: number
}
interface Carded {
  colour: string
  gross: number
  cancelled: number
}

function numbersOf(open: readonly Opened[], cases: readonly Counted[], cards: readonly Carded[]): OverviewNumbers {
  const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0)
  const decided = sum(cases, (row) => row.decided)
  const onTime = sum(cases, (row) => row.onTime)
  const standing = (colour: string) =>
    sum(
      cards.filter((card) => card.colour === colour),
      ({ gross, cancelled }) => gross - cancelled,
    )
  return {
    open: sum(open, (row) => row.open),
    overdue: sum(open, (row) => row.overdue),
    warning: sum(open, (row) => row.warning),
    accepted: sum(cases, (row) => row.accepted),
    closed: sum(cases, (row) => row.closed),
    late: decided - onTime,
    onTime: decided === 0 ? null : onTime / decided,
    yellow: standing('yellow'),
    red: standing('red'),
  }
}
