import {
  instances,
  keysetOf,
  NO_DUE,
  taskComments,
  userTasks,
  type Condition,
  type Database,
  type Inbox,
  type OrderBy,
  type TaskCommentRow,
  type UserTaskFilter,
  type UserTaskRow,
} from '@lianban/storage'
import { holdersFrom, variablesOf, visibleTyped } from '../core/variables.ts'
import type { InstanceState, Variables } from '../index.ts'

/** Rows on one page of a list. */
const MAX_LIST = 200

export interface TaskQuery extends Omit<Inbox, 'includeAssigned'> {
  tenantId: string
  instanceId?: string
  definitionKey?: string
  /** Of an inbox that is asked for nothing else. Default: created, oldest first. */
  sort?: 'created' | 'due' | 'priority'
  descending?: boolean
  /** 1 to 200. */
  limit: number
  /** `next` of the page before. */
  after?: string
}

const COLUMNS = { created: 'created_at', due: 'due_rank', priority: 'priority' } as const

export const taskQueries = (database: Database) => ({
  get: (tenantId: string, id: string): Promise<UserTaskRow | undefined> => userTasks(database).get(tenantId, id),

  /** An inbox (assignee, or candidates if nobody has taken it); without any of them all open tasks, oldest first. */
  async list({
    tenantId,
    sort = 'created',
    descending = false,
    after,
    ...query
  }: TaskQuery): Promise<{ items: UserTaskRow[]; next: string | null }> {
    const limit = Math.min(query.limit, MAX_LIST)
    const filter = taskFilter({ tenantId, ...query })
    const isInboxAlone = filter.inbox && query.instanceId === undefined && query.definitionKey === undefined
    const items = isInboxAlone
      ? await userTasks(database).inbox(tenantId, filter.inbox!, { sort: COLUMNS[sort], descending, limit, after })
      : await userTasks(database).list(beyond(filter, after), { limit })
    const last = items.at(-1)
    return { items, next: last && items.length === limit ? keysetOf(rankOf(last, isInboxAlone ? sort : 'created'), last.id) : null }
  },

  count({ tenantId, ...query }: Omit<TaskQuery, 'limit' | 'after'>): Promise<number> {
    const filter = taskFilter({ tenantId, ...query })
    const isInboxAlone = filter.inbox && query.instanceId === undefined && query.definitionKey === undefined
    return isInboxAlone ? userTasks(database).inboxCount(tenantId, filter.inbox!) : userTasks(database).count(filter)
  },

  /** One person's list in order, paged by number. */
  inbox: (
    tenantId: string,
    inbox: Inbox,
    page: { sort?: 'created' | 'due' | 'priority'; descending?: boolean; limit: number; offset?: number },
  ): Promise<UserTaskRow[]> => userTasks(database).inbox(tenantId, inbox, { ...page, sort: COLUMNS[page.sort ?? 'created'] }),
  inboxCount: (tenantId: string, inbox: Inbox): Promise<number> => userTasks(database).inboxCount(tenantId, inbox),

  /** By any conditions, paged by number: for REST clients. */
  query: (tenantId: string, where: Condition[], page: { order: OrderBy[]; limit: number; offset: number }): Promise<UserTaskRow[]> =>
    userTasks(database).list({ tenantId, where }, page),
  queryCount: (tenantId: string, where: Condition[]): Promise<number> => userTasks(database).count({ tenantId, where }),

  /** What the task sees, with declared types. */
  variables: (tenantId: string, id: string): Promise<Variables> => ofState(database, tenantId, id, visibleTyped),
  /** Its own alone. */
  localVariables: (tenantId: string, id: string): Promise<Variables> => ofState(database, tenantId, id, variablesOf),

  /** Where each variable of the task lives: the nearest holder that has one of this name, else the process. */
  async owners(tenantId: string, id: string, names: string[]): Promise<Map<string, string>> {
    const task = await userTasks(database).get(tenantId, id)
    const row = task && (await instances(database).get(tenantId, task.instance_id))
    if (!row) return new Map()
    const state = JSON.parse(row.state) as InstanceState
    const chain = holdersFrom(state, id)
    return new Map(names.map((name) => [name, chain.find((holder) => Object.hasOwn(variablesOf(state, holder), name)) ?? state.id]))
  },

  comments: {
    list: (tenantId: string, taskId: string, limit: number): Promise<TaskCommentRow[]> =>
      taskComments(database).list(tenantId, taskId, limit),
    get: (tenantId: string, taskId: string, id: string): Promise<TaskCommentRow | undefined> =>
      taskComments(database).get(tenantId, taskId, id),
    add: (row: TaskCommentRow): Promise<void> => taskComments(database).insert(row),
    update: (tenantId: string, id: string, message: string): Promise<boolean> => taskComments(database).update(tenantId, id, message),
    remove: (tenantId: string, taskId: string, id?: string): Promise<void> => taskComments(database).remove(tenantId, taskId, id),
  },
})

async function ofState(
  database: Database,
  tenantId: string,
  id: string,
  read: (state: InstanceState, id: string) => Variables,
): Promise<Variables> {
  const task = await userTasks(database).get(tenantId, id)
  const row = task && (await instances(database).get(tenantId, task.instance_id))
  return row ? read(JSON.parse(row.state) as InstanceState, id) : {}
}

function taskFilter({
  tenantId,
  assignee,
  candidateUser,
  candidateGroups,
  instanceId,
  definitionKey,
}: Omit<TaskQuery, 'limit' | 'after'>): UserTaskFilter {
  const isInbox = assignee !== undefined || candidateUser !== undefined || candidateGroups !== undefined
  return { tenantId, instanceId, definitionKey, inbox: isInbox ? { assignee, candidateUser, candidateGroups } : undefined }
}

/** Behind the last row of the page before, by creation. */
function beyond(filter: UserTaskFilter, after: string | undefined): UserTaskFilter {
  const match = /^(\d{1,16})_(.{1,64})$/.exec(after ?? '')
  if (!match) return filter
  const at = Number(match[1])
  const later: Condition = {
    any: [
      [{ column: 'created_at', op: '>', value: at }],
      [
        { column: 'created_at', op: '=', value: at },
        { column: 'id', op: '>', value: match[2]! },
      ],
    ],
  }
  return { ...filter, where: [later] }
}

function rankOf(row: UserTaskRow, sort: 'created' | 'due' | 'priority'): number {
  return sort === 'created' ? row.created_at : sort === 'due' ? (row.due_at ?? NO_DUE) : row.priority
}
