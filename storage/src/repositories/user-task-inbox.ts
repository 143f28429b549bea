import type { Knex } from 'knex'
import { pageSize, parseKeyset } from './page.ts'

/** Whose list: tasks of the assignee, and free ones that the user or one of the groups may take. */
export interface Inbox {
  assignee?: string
  candidateUser?: string
  candidateGroups?: string[]
  /** Candidates see also what someone has taken. */
  includeAssigned?: boolean
}

export interface InboxPage {
  /** Default: created_at, ascending. The id decides among equals. */
  sort?: 'created_at' | 'due_rank' | 'priority'
  descending?: boolean
  limit: number
  offset?: number
  /** `keysetOf(<sorted column>, id)` of the last row of the page before. */
  after?: string
}

/**
 * Each part of an inbox (the assignee's tasks, one candidate's) is a stretch of one index that is in the wanted order
 * already; so many rows of each are read as the page has, whatever else is open. The parts are merged then.
 */
export async function listInbox(db: Knex, tenantId: string, inbox: Inbox, page: InboxPage): Promise<unknown[]> {
  const { sort = 'created_at', descending = false, offset = 0 } = page
  const direction = descending ? 'desc' : 'asc'
  const limit = pageSize(page.limit)
  const after = page.after === undefined ? null : parseKeyset(page.after)
  const parts = partsOf(db, tenantId, inbox).map(({ query, id }) => {
    void query
      .select({ id, rank: sort })
      .orderBy([
        { column: sort, order: direction },
        { column: id, order: direction },
      ])
      .limit(limit + offset)
    // the first half is for the index, which cannot begin at an alternative
    if (after) void query.where(sort, descending ? '<=' : '>=', after.at).where((or) => beyond(or, sort, id, after, descending))
    return db.select('id', 'rank').from(query.as('part'))
  })
  if (parts.length === 0) return []
  const [first, ...others] = parts
  const ids = others.length === 0 ? first! : first!.union(others)
  // begun with the few ids: SQLite takes the tables of a cross join in this order, where it would else walk through all tasks
  return db
    .from(ids.as('mine'))
    .crossJoin(db.raw('user_task as t'))
    .where('t.tenant_id', tenantId)
    .where('t.id', db.ref('mine.id'))
    .select('t.*')
    .orderBy([
      { column: 'mine.rank', order: direction },
      { column: 'mine.id', order: direction },
    ])
    .limit(limit)
    .offset(offset)
}

/** Reads the index entries of this inbox alone. */
export async function countInbox(db: Knex, tenantId: string, inbox: Inbox): Promise<number> {
  const parts = partsOf(db, tenantId, inbox).map(({ query, id }) => query.select({ id }))
  if (parts.length === 0) return 0
  const [first, ...others] = parts
  const query = others.length === 0 ? first! : first!.union(others)
  const row = (await db.count({ count: '*' }).from(query.as('mine')).first()) as { count: number | string }
  return Number(row.count)
}

function partsOf(
  db: Knex,
  tenantId: string,
  { assignee, candidateUser, candidateGroups = [], includeAssigned = false }: Inbox,
): { query: Knex.QueryBuilder; id: string }[] {
  const of = (kind: string, candidate: string) =>
    (includeAssigned ? [0, 1] : [0]).map((taken) => ({
      query: db('user_task_candidate').where({ tenant_id: tenantId, kind, candidate, taken }),
      id: 'task_id',
    }))
  return [
    ...(assignee === undefined ? [] : [{ query: db('user_task').where({ tenant_id: tenantId, assignee }), id: 'id' }]),
    ...(candidateUser === undefined ? [] : of('user', candidateUser)),
    ...[...new Set(candidateGroups)].flatMap((group) => of('group', group)),
  ]
}

function beyond(query: Knex.QueryBuilder, sort: string, id: string, after: { at: number; id: string }, descending: boolean): void {
  const op = descending ? '<' : '>'
  void query.where(sort, op, after.at).orWhere((and) => void and.where(sort, after.at).where(id, op, after.id))
}
