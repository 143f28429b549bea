import type { Knex } from 'knex'
import { applyConditions, applyOrder, type Condition, type OrderBy, type Relations } from '../conditions.ts'
import { isSqlite } from '../database.ts'
import { deleteRows, insertRows, patchRows, type RowId } from '../write-rows.ts'
import { pageSize } from './page.ts'
import { countInbox, listInbox, type Inbox, type InboxPage } from './user-task-inbox.ts'
import { readRow } from '../read-rows.ts'

export interface UserTaskRow {
  tenant_id: string
  /** Id of the token that waits in the task. */
  id: string
  instance_id: string
  definition_id: string
  definition_key: string
  business_key: string | null
  element_id: string
  name: string
  description: string | null
  owner: string | null
  assignee: string | null
  delegation_state: 'PENDING' | 'RESOLVED' | null
  candidate_users: string[]
  candidate_groups: string[]
  created_at: number
  updated_at: number | null
  due_at: number | null
  follow_up_at: number | null
  priority: number
  form_key: string | null
  /** 1: its instance is suspended. */
  suspended: number
}

/** What the rows are asked for; relations: candidate, definition, instance, processVariable, taskVariable. */
export interface UserTaskFilter {
  tenantId: string
  /** Tasks of this assignee, or unassigned ones that this user or one of these groups may take. */
  inbox?: Inbox
  instanceId?: string
  definitionKey?: string
  where?: Condition[]
}

type Columns = Omit<UserTaskRow, 'candidate_users' | 'candidate_groups'> & {
  candidate_users: string
  candidate_groups: string
  due_rank: number
}

/** The due date of a task that has none, for sorting: after all others. */
export const NO_DUE = 9_000_000_000_000_000

const variable = (on: Record<string, string>) => ({ table: 'variable', on })
const RELATIONS: Relations = {
  candidate: { table: 'user_task_candidate', on: { task_id: 'id' } },
  definition: { table: 'process_definition', on: { id: 'definition_id' } },
  instance: { table: 'process_instance', on: { id: 'instance_id' } },
  processVariable: variable({ instance_id: 'instance_id', holder_id: 'instance_id' }),
  taskVariable: variable({ instance_id: 'instance_id', holder_id: 'id' }),
}

export const userTasks = (db: Knex) => ({
  async insert(rows: UserTaskRow[]): Promise<void> {
    await insertRows(db, 'user_task', rows.map(toColumns))
    await insertRows(db, 'user_task_candidate', rows.flatMap(candidateRows))
  },

  async remove(rows: RowId[]): Promise<void> {
    await deleteRows(db, 'user_task', rows)
    await deleteRows(db, 'user_task_candidate', rows, 'task_id')
  },

  /** Changes of open tasks, each with the columns that change. */
  async patch(rows: (RowId & Partial<UserTaskRow>)[]): Promise<void> {
    await patchRows(db, 'user_task', rows.map(toPatch))
    await followCandidates(db, rows)
  },

  get: async (tenantId: string, id: string): Promise<UserTaskRow | undefined> => {
    const row = await readRow<Columns>(db, 'select * from user_task where tenant_id = ? and id = ?', [tenantId, id])
    return row && userTask(row)
  },

  /** Who holds these tasks, locked until the transaction ends where the database has row locks. */
  holders: (tenantIds: string[], ids: string[]): Promise<Pick<UserTaskRow, 'id' | 'assignee'>[]> => {
    const query = db<Columns>('user_task').whereIn('tenant_id', tenantIds).whereIn('id', ids).orderBy('id').select('id', 'assignee')
    return isSqlite(db) ? query : query.forUpdate()
  },

  /** One person's list in order of one column, however many tasks there are besides. */
  inbox: (tenantId: string, inbox: Inbox, page: InboxPage): Promise<UserTaskRow[]> =>
    listInbox(db, tenantId, inbox, page).then((rows) => (rows as Columns[]).map(userTask)),

  inboxCount: (tenantId: string, inbox: Inbox): Promise<number> => countInbox(db, tenantId, inbox),

  list: (filter: UserTaskFilter, page: { limit: number; offset?: number; order?: OrderBy[] }): Promise<UserTaskRow[]> => {
    const query = filtered(db, filter)
      .select<Columns[]>('t.*')
      .limit(pageSize(page.limit))
      .offset(page.offset ?? 0)
    applyOrder(
      db,
      query,
      't',
      page.order ?? [
        { column: 'created_at', order: 'asc' },
        { column: 'id', order: 'asc' },
      ],
      RELATIONS,
    )
    return query.then((rows) => rows.map(userTask))
  },

  async count(filter: UserTaskFilter): Promise<number> {
    const row = (await filtered(db, filter).count({ count: '*' }).first()) as { count: number | string }
    return Number(row.count)
  },
})

function filtered(db: Knex, { tenantId, inbox, instanceId, definitionKey, where = [] }: UserTaskFilter): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('user_task as t').where('t.tenant_id', tenantId)
  if (instanceId !== undefined) void query.where('t.instance_id', instanceId)
  if (definitionKey !== undefined) void query.where('t.definition_key', definitionKey)
  applyConditions(query, 't', [...(inbox ? [inboxCondition(inbox)] : []), ...where], RELATIONS)
  return query
}

function inboxCondition({ assignee, candidateUser, candidateGroups, includeAssigned }: Inbox): Condition {
  const may: Condition[] = [...candidateCondition({ candidateUser, candidateGroups })]
  if (!includeAssigned) may.push({ column: 'assignee', op: 'null' })
  return { any: [may, ...(assignee === undefined ? [] : [[{ column: 'assignee', op: '=' as const, value: assignee }]])] }
}

/** The task may be taken by this user, or by one of these groups. */
export function candidateCondition({ candidateUser, candidateGroups }: Pick<Inbox, 'candidateUser' | 'candidateGroups'>): Condition[] {
  const is = (kind: string, values: string[]): Condition[] => [
    { column: 'kind', op: '=', value: kind },
    { column: 'candidate', op: 'in', values },
  ]
  const any = [
    ...(candidateUser === undefined ? [] : [is('user', [candidateUser])]),
    ...(candidateGroups ? [is('group', candidateGroups)] : []),
  ]
  return [{ related: 'candidate', where: [{ any }] }]
}

/** The candidates' rows repeat what lists are sorted by and whether the task is taken. */
async function followCandidates(db: Knex, rows: (RowId & Partial<UserTaskRow>)[]): Promise<void> {
  const isRebuilt = (row: Partial<UserTaskRow>) =>
    row.candidate_users !== undefined || row.candidate_groups !== undefined || row.due_at !== undefined || row.priority !== undefined
  const rebuilt = rows.filter(isRebuilt)
  for (const taken of [0, 1]) {
    const ids = rows.filter((row) => !isRebuilt(row) && row.assignee !== undefined && (row.assignee === null ? 0 : 1) === taken)
    if (ids.length > 0) {
      await db('user_task_candidate')
        .whereIn('tenant_id', [...new Set(ids.map((row) => row.tenant_id))])
        .whereIn(
          'task_id',
          ids.map((row) => row.id),
        )
        .update({ taken })
    }
  }
  if (rebuilt.length === 0) return
  await deleteRows(db, 'user_task_candidate', rebuilt, 'task_id')
  const tenantIds = [...new Set(rebuilt.map((row) => row.tenant_id))]
  const now = await db<Columns>('user_task')
    .whereIn('tenant_id', tenantIds)
    .whereIn(
      'id',
      rebuilt.map((row) => row.id),
    )
  await insertRows(db, 'user_task_candidate', now.map(userTask).flatMap(candidateRows))
}

const candidateRows = (row: UserTaskRow) => {
  const of = (kind: string, candidates: string[]) =>
    [...new Set(candidates)].map((candidate) => ({
      tenant_id: row.tenant_id,
      task_id: row.id,
      kind,
      candidate,
      taken: row.assignee === null ? 0 : 1,
      created_at: row.created_at,
      due_rank: row.due_at ?? NO_DUE,
      priority: row.priority,
    }))
  return [...of('group', row.candidate_groups), ...of('user', row.candidate_users)]
}

const toColumns = (row: UserTaskRow): Columns => ({
  ...row,
  candidate_users: JSON.stringify(row.candidate_users),
  candidate_groups: JSON.stringify(row.candidate_groups),
  due_rank: row.due_at ?? NO_DUE,
})

const toPatch = ({ candidate_users, candidate_groups, ...row }: RowId & Partial<UserTaskRow>): RowId & Partial<Columns> => ({
  ...row,
  ...(candidate_users && { candidate_users: JSON.stringify(candidate_users) }),
  ...(candidate_groups && { candidate_groups: JSON.stringify(candidate_groups) }),
  ...(row.due_at !== undefined && { due_rank: row.due_at ?? NO_DUE }),
})

const userTask = ({ due_rank: _, ...row }: Columns): UserTaskRow => ({
  ...row,
  candidate_users: JSON.parse(row.candidate_users) as string[],
  candidate_groups: JSON.parse(row.candidate_groups) as string[],
  created_at: Number(row.created_at),
  updated_at: row.updated_at == null ? null : Number(row.updated_at),
  due_at: row.due_at === null ? null : Number(row.due_at),
  follow_up_at: row.follow_up_at === null ? null : Number(row.follow_up_at),
})
