import { caseInbox, MAX_CASE_PAGE, type CaseWithLamp, type DoneRow, type InboxQuery } from '@lianban/storage'
import { runningDue } from '../clock/index.ts'
import type { CaseContext } from './context.ts'
import { dueViews } from './limits.ts'
import { personName } from './people.ts'
import type { Caller } from './ports.ts'
import { matterOf } from './resources.ts'
import type { InboxItem, Page } from './views.ts'

export interface InboxListQuery {
  view: 'todo' | 'done'
  q?: string
  /** 1 to 200. */
  limit: number
  after?: string
}

/** The caller's inbox: what waits, earliest due first; or what he has done, newest first. */
export async function inbox(context: CaseContext, caller: Caller, query: InboxListQuery): Promise<Page<InboxItem> & { count: number }> {
  const page = query.view === 'todo' ? await todo(context, caller, query) : await done(context, caller, query)
  const { count } = await inboxMark(context, caller)
  return { ...page, count }
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
  const after = query.after === undefined ? undefined : parseTodoCursor(query.after)
  const rows = await caseInbox(context.database).todo({
    ...inboxOf(caller),
    now: context.clock(),
    q: query.q?.trim() || undefined,
    limit,
    after,
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
  return { items, next: last && rows.length === limit ? `${last.due_at ?? ''}_${last.task_id}` : null }
}

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

/** `<due or nothing>_<task id>`; a cursor that is not one begins at the first page. */
function parseTodoCursor(cursor: string): { dueAt: number | null; taskId: string } | undefined {
  const match = /^(\d*)_(.+)$/.exec(cursor)
  return match ? { dueAt: match[1] === '' ? null : Number(match[1]), taskId: match[2]! } : undefined
}

function parseDoneCursor(cursor: string): { at: number; eventId: string } | undefined {
  const match = /^(\d+)_(.+)$/.exec(cursor)
  return match ? { at: Number(match[1]), eventId: match[2]! } : undefined
}
