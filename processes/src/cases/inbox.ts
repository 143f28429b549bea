import {
  caseInbox,
  MAX_CASE_PAGE,
  NO_DUE,
  type CaseWithLamp,
  type DoneRow,
  type InboxCursor,
  type InboxQuery,
  type InboxRow,
  type InboxSort,
} from '@lianban/storage'
import { runningDue } from '../clock/index.ts'
import type { CaseContext } from './context.ts'
import { countsOf, filterAt, type InboxChoice, type InboxCounts } from './inbox-filter.ts'
import { dueViews } from './limits.ts'
import { personName } from './people.ts'
import type { Caller } from './ports.ts'
import { matterOf } from './resources.ts'
import type { InboxItem, Page } from './views.ts'

export interface InboxListQuery extends InboxChoice {
  /** Of what is done only `q` narrows. */
  view: 'todo' | 'done'
  /** Of what waits. @default due */
  sort?: InboxSort
  /** 1 to 200. */
  limit: number
  after?: string
}

export interface InboxPage extends Page<InboxItem> {
  /** All that waits for the caller, whatever is chosen. */
  count: number
  /** With the first page of what waits. */
  counts: InboxCounts | null
}

/** The caller's inbox: what waits, by default earliest due first; or what he has done, newest first. */
export async function inbox(context: CaseContext, caller: Caller, query: InboxListQuery): Promise<InboxPage> {
  const isFirst = query.view === 'todo' && query.after === undefined
  const page = query.view === 'todo' ? await todo(context, caller, query) : await done(context, caller, query)
  const { count } = await inboxMark(context, caller)
  return { ...page, count, counts: isFirst ? await counts(context, caller, query) : null }
}

async function counts(context: CaseContext, caller: Caller, choice: InboxChoice): Promise<InboxCounts> {
  const now = context.clock()
  const filter = filterAt(choice, now, context.calendarOf(caller.tenantId))
  return countsOf(await caseInbox(context.database).counts({ ...inboxOf(caller), now, filter }), choice)
}

/** How many tasks wait for the caller, and when the newest came (epoch milliseconds): a cheap look for live counts. */
export const inboxMark = (context: CaseContext, caller: Caller): Promise<{ count: number; latest: number }> =>
  caseInbox(context.database).mark({ ...inboxOf(caller), now: context.clock() })

/** Whose tasks the caller's inbox holds: his own, and those of the persons he acts for. */
export const inboxOf = ({
  tenantId,
  userId,
  groups,
  actsFor = [],
}: Caller): Pick<InboxQuery, 'tenantId' | 'userId' | 'groups' | 'actsFor'> => ({
  tenantId,
  userId,
  groups,
  actsFor: actsFor.map(({ principal, matters }) => ({ userId: principal.userId, groups: principal.groups, matters })),
})

async function todo(context: CaseContext, caller: Caller, query: InboxListQuery): Promise<Page<InboxItem>> {
  const limit = Math.min(query.limit, MAX_CASE_PAGE)
  const { sort = 'due' } = query
  const now = context.clock()
  const rows = await caseInbox(context.database).todo({
    ...inboxOf(caller),
    now,
    filter: filterAt(query, now, context.calendarOf(caller.tenantId)),
    sort,
    limit,
    after: query.after === undefined ? undefined : parseTodoCursor(query.after, sort),
  })
  const items: InboxItem[] = []
  for (const row of rows) {
    const task: TaskFacts = {
      id: row.task_id,
      elementId: row.element_id,
      name: row.task_name,
      assignee: row.assignee,
      createdAt: row.created_at,
      dueAt: row.due_at,
      principalId: row.principal,
    }
    items.push(await presentInboxItem(context, caller, task, row.case))
  }
  const last = rows.at(-1)
  return { items, next: last && rows.length === limit ? JSON.stringify(CURSORS[sort](last)) : null }
}

/** What the pages of each order are cut by, as the query sorts. */
const CURSORS: Record<InboxSort, (row: InboxRow) => (string | number)[]> = {
  due: ({ due_at, task_id }) => [due_at ?? NO_DUE, task_id],
  arrival: ({ created_at, task_id }) => [created_at, task_id],
  matter: ({ due_at, task_id, case: { matter_key } }) => [matter_key, due_at ?? NO_DUE, task_id],
}
const CURSOR_SHAPES: Record<InboxSort, string> = { due: 'number string', arrival: 'number string', matter: 'string number string' }

async function done(context: CaseContext, caller: Caller, query: InboxListQuery): Promise<Page<InboxItem>> {
  const limit = Math.min(query.limit, MAX_CASE_PAGE)
  const after = query.after === undefined ? undefined : parseDoneCursor(query.after)
  const rows = await caseInbox(context.database).done({
    ...inboxOf(caller),
    now: context.clock(),
    q: query.q?.trim() || undefined,
    limit,
    after,
  })
  const items: InboxItem[] = []
  for (const row of rows) items.push(await presentDone(context, caller, row))
  const last = rows.at(-1)
  return { items, next: last && rows.length === limit ? `${last.completed_at}_${last.event_id}` : null }
}

/** What the desk shows of a task, open or done. */
export interface TaskFacts {
  id: string
  elementId: string
  name: string
  assignee: string | null
  createdAt: number
  dueAt: number | null
  /** The person acted for, where the task is the caller's as a delegate only. */
  principalId?: string | null
}

export async function presentInboxItem(context: CaseContext, caller: Caller, task: TaskFacts, row: CaseWithLamp): Promise<InboxItem> {
  const matter = await matterOf(context, row)
  const { assignee } = task
  const principal = caller.actsFor?.find((mandate) => mandate.principal.userId === task.principalId)?.principal
  return {
    taskId: task.id,
    elementId: task.elementId,
    name: task.name,
    caseId: row.id,
    caseNo: row.case_no,
    matterName: row.matter_name,
    applicantName: row.applicant_name,
    organName: row.organ_name,
    assignee:
      assignee === null
        ? null
        : { id: assignee, name: assignee === caller.userId ? caller.name : await personName(context, caller.tenantId, assignee) },
    mine: assignee === caller.userId,
    onBehalfOf: principal ? { id: principal.userId, name: principal.name } : null,
    createdAt: task.createdAt,
    dueAt: runningDue(task.dueAt),
    completedAt: null,
    ...dueViews(row, matter.matter, context.clock(), context.calendarOf(row.tenant_id)),
    lamp: row.lamp,
  }
}

async function presentDone(context: CaseContext, caller: Caller, row: DoneRow): Promise<InboxItem> {
  const task: TaskFacts = {
    id: row.task_id,
    elementId: row.element_id,
    name: row.task_name,
    assignee: caller.userId,
    createdAt: row.started_at,
    dueAt: null,
  }
  return { ...(await presentInboxItem(context, caller, task, row.case)), completedAt: row.completed_at }
}

/** A cursor that is none, or one of another order, begins at the first page. */
function parseTodoCursor(cursor: string, sort: InboxSort): InboxCursor | undefined {
  try {
    const values: unknown = JSON.parse(cursor)
    if (Array.isArray(values) && values.map((value) => typeof value).join(' ') === CURSOR_SHAPES[sort]) return values as InboxCursor
  } catch {
    // no JSON: no cursor of ours
  }
  return undefined
}

function parseDoneCursor(cursor: string): { at: number; eventId: string } | undefined {
  const match = /^(\d+)_(.+)$/.exec(cursor)
  return match ? { at: Number(match[1]), eventId: match[2]! } : undefined
}
