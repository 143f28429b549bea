import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import { deleteRows, insertRows, updateRows, type RowId } from '../write-rows.ts'
import { pageSize, parseKeyset } from './page.ts'

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
  assignee: string | null
  candidate_users: string[]
  candidate_groups: string[]
  created_at: number
  due_at: number | null
  follow_up_at: number | null
  priority: number
  form_key: string | null
}

export interface UserTaskFilter {
  tenantId: string
  /** Tasks of this assignee, or unassigned ones that this user or one of these groups may take. */
  inbox?: { assignee?: string; candidateUser?: string; candidateGroups?: string[]; includeAssigned?: boolean }
  ids?: string[]
  assignee?: string
  assigned?: boolean
  candidateUser?: string
  candidateGroups?: string[]
  /** With candidateUser or candidateGroups: also tasks that someone has taken. */
  includeAssigned?: boolean
  instanceId?: string
  instanceIds?: string[]
  businessKey?: string
  definitionId?: string
  definitionKey?: string
  elementId?: string
  name?: string
  nameLike?: string
  createdBefore?: number
  createdAfter?: number
  dueBefore?: number
  dueAfter?: number
}

export interface UserTaskPage {
  limit: number
  /** `keysetOf(created_at, id)` of the last row of the page before. */
  after?: string
  offset?: number
  newestFirst?: boolean
}

interface UserTaskColumns extends Omit<UserTaskRow, 'candidate_users' | 'candidate_groups'> {
  candidate_users: string
  candidate_groups: string
}

export const userTasks = (db: Knex) => ({
  async insert(rows: UserTaskRow[]): Promise<void> {
    await insertRows(db, 'user_task', rows.map((row) => ({
      ...row,
      candidate_users: JSON.stringify(row.candidate_users),
      candidate_groups: JSON.stringify(row.candidate_groups),
    })))
    await insertRows(db, 'user_task_candidate', rows.flatMap(candidateRows))
  },

  async remove(rows: RowId[]): Promise<void> {
    await deleteRows(db, 'user_task', rows)
    await deleteRows(db, 'user_task_candidate', rows, 'task_id')
  },

  /** Writes the assignees of these tasks. */
  updateAssignees: (rows: (RowId & Pick<UserTaskRow, 'assignee'>)[]): Promise<number> => updateRows(db, 'user_task', rows, ['assignee']),

  get: (tenantId: string, id: string): Promise<UserTaskRow | undefined> =>
    db<UserTaskColumns>('user_task').where({ tenant_id: tenantId, id }).first().then((row) => row && userTask(row)),

  /** The rows for a change, locked until the transaction ends where the database has row locks. */
  loadForUpdate: (tenantIds: string[], ids: string[]): Promise<UserTaskRow[]> => {
    const query = db<UserTaskColumns>('user_task').whereIn('tenant_id', tenantIds).whereIn('id', ids).orderBy('id')
    return (isSqlite(db) ? query : query.forUpdate()).then((rows) => rows.map(userTask))
  },

  /** By creation, oldest first. */
  list: (filter: UserTaskFilter, page: UserTaskPage): Promise<UserTaskRow[]> => {
    const direction = page.newestFirst ? 'desc' : 'asc'
    const query = filtered(db, filter).select<UserTaskColumns[]>('t.*').orderBy([{ column: 't.created_at', order: direction }, { column: 't.id', order: direction }])
    const after = page.after === undefined ? null : parseKeyset(page.after)
    if (after) {
      const beyond = page.newestFirst ? '<' : '>'
      void query.where((or) =>
        void or.where('t.created_at', beyond, after.at).orWhere((and) => void and.where('t.created_at', after.at).where('t.id', beyond, after.id)))
    }
    return query.limit(pageSize(page.limit)).offset(page.offset ?? 0).then((rows) => rows.map(userTask))
  },

  async count(filter: UserTaskFilter): Promise<number> {
    const row = (await filtered(db, filter).count({ count: '*' }).first()) as { count: number | string }
    return Number(row.count)
  },
})

function filtered(db: Knex, filter: UserTaskFilter): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = db('user_task as t').where('t.tenant_id', filter.tenantId)
  if (filter.inbox) void query.join(inboxIds(db, filter.tenantId, filter.inbox).as('mine'), 'mine.id', 't.id')
  if (filter.candidateUser !== undefined || filter.candidateGroups) {
    void query.whereExists(candidacy(db, filter.tenantId, filter).whereRaw('?? = ??', ['c.task_id', 't.id']))
    if (!filter.includeAssigned) void query.whereNull('t.assignee')
  }
  const exact = {
    assignee: filter.assignee, instance_id: filter.instanceId, business_key: filter.businessKey, definition_id: filter.definitionId,
    definition_key: filter.definitionKey, element_id: filter.elementId, name: filter.name,
  }
  for (const [column, value] of Object.entries(exact)) if (value !== undefined) void query.where(`t.${column}`, value)
  if (filter.ids) void query.whereIn('t.id', filter.ids)
  if (filter.instanceIds) void query.whereIn('t.instance_id', filter.instanceIds)
  if (filter.assigned === true) void query.whereNotNull('t.assignee')
  if (filter.assigned === false) void query.whereNull('t.assignee')
  if (filter.nameLike !== undefined) void query.where('t.name', 'like', filter.nameLike)
  if (filter.createdBefore !== undefined) void query.where('t.created_at', '<', filter.createdBefore)
  if (filter.createdAfter !== undefined) void query.where('t.created_at', '>', filter.createdAfter)
  if (filter.dueBefore !== undefined) void query.where('t.due_at', '<', filter.dueBefore)
  if (filter.dueAfter !== undefined) void query.where('t.due_at', '>', filter.dueAfter)
  return query
}

/** Ids of one person's tasks. A UNION in a derived table, because an OR over two tables would read every open task. */
function inboxIds(db: Knex, tenantId: string, inbox: NonNullable<UserTaskFilter['inbox']>): Knex.QueryBuilder {
  const candidates = candidacy(db, tenantId, inbox).select('c.task_id as id')
  if (!inbox.includeAssigned) {
    void candidates.join('user_task as u', (join) => void join.on('u.tenant_id', 'c.tenant_id').andOn('u.id', 'c.task_id')).whereNull('u.assignee')
  }
  if (inbox.assignee === undefined) return candidates.distinct()
  return db('user_task').where({ tenant_id: tenantId, assignee: inbox.assignee }).select('id').union(candidates)
}

function candidacy(db: Knex, tenantId: string, who: { candidateUser?: string; candidateGroups?: string[] }): Knex.QueryBuilder {
  return db('user_task_candidate as c').where('c.tenant_id', tenantId).where((or) => {
    void or.where((and) => void and.where('c.kind', 'group').whereIn('c.candidate', who.candidateGroups ?? []))
    if (who.candidateUser !== undefined) void or.orWhere((and) => void and.where('c.kind', 'user').where('c.candidate', who.candidateUser!))
  })
}

const candidateRows = (row: UserTaskRow) => {
  const of = (kind: string, candidates: string[]) =>
    [...new Set(candidates)].map((candidate) => ({ tenant_id: row.tenant_id, task_id: row.id, kind, candidate }))
  return [...of('group', row.candidate_groups), ...of('user', row.candidate_users)]
}

const userTask = (row: UserTaskColumns): UserTaskRow => ({
  ...row,
  candidate_users: JSON.parse(row.candidate_users) as string[],
  candidate_groups: JSON.parse(row.candidate_groups) as string[],
  created_at: Number(row.created_at),
  due_at: row.due_at === null ? null : Number(row.due_at),
  follow_up_at: row.follow_up_at === null ? null : Number(row.follow_up_at),
})
