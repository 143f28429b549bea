import type { Knex } from 'knex'
import { lampColumn } from './case-lamp.ts'
import { matchesCase, readCase, type CaseLamp, type CaseWithLamp } from './cases.ts'
import { afterLast, narrowInbox, SORTS, type InboxCursor, type InboxFilter, type InboxSort } from './inbox-filter.ts'

/** An open user task together with its case. */
export interface InboxRow {
  task_id: string
  element_id: string
  task_name: string
  assignee: string | null
  created_at: number
  due_at: number | null
  /** The person acted for, where it is the user's as a delegate only. */
  principal: string | null
  case: CaseWithLamp
}

/** A task that someone completed, together with its case as it is now. */
export interface DoneRow {
  event_id: string
  task_id: string
  element_id: string
  task_name: string
  started_at: number
  completed_at: number
  case: CaseWithLamp
}

/** How many of the tasks that wait are alike in what an inbox is counted by. */
export interface InboxCount {
  lamp: CaseLamp
  step: string
  matter_key: string
  matter_name: string
  organ_id: string
  organ_name: string
  count: number
}

/** An open case as a calendar shows it. */
export interface DueCaseRow {
  case_id: string
  due_at: number
  case_no: string
  applicant_name: string
  matter_name: string
  step_name: string | null
  lamp: CaseLamp
}

/** An open task as a calendar shows it. */
export interface DueTaskRow {
  task_id: string
  task_name: string
  due_at: number
  case_no: string
  applicant_name: string
  matter_name: string
  lamp: CaseLamp
}

export interface InboxQuery {
  tenantId: string
  userId: string
  /** Candidate groups the user belongs to, `${organId}:${post}`. */
  groups: string[]
  /** Persons whose tasks the user may take as their delegate, and in which matters; null = all. */
  actsFor?: { userId: string; groups: string[]; matters: readonly string[] | null }[]
  now: number
  filter?: InboxFilter
  limit: number
}

/** Tasks, and cases, of one stretch of a calendar; more are not shown there. */
const MAX_DUE = 1000

export const caseInbox = (db: Knex) => ({
  /** Tasks that wait for the user or for one of the groups and nobody has taken; by default earliest due first, without a due date last. */
  todo: async (query: InboxQuery & { sort?: InboxSort; after?: InboxCursor }): Promise<InboxRow[]> => {
    const order = SORTS[query.sort ?? 'due']
    // The page is cut from the tasks alone; their cases, with all that is written in them, are read for its rows only.
    const page = waiting(db, query)
      .modify((builder) => query.after && afterLast(builder, order, query.after))
      .select('user_task.id as id', 'mine.principal as principal')
      .orderBy(order)
      .limit(query.limit)
    const rows: Record<string, unknown>[] = await withCases(db, query.tenantId, page.as('page'), 'page')
      .select('case_file.*', lampColumn(db, query.now), ...TASK_COLUMNS, 'page.principal as principal')
      .orderBy(order)
    return rows.map(readInboxRow)
  },

  /** Id of the task that `todo` lists first; null: none waits. */
  next: async (query: Omit<InboxQuery, 'limit'>): Promise<string | null> => {
    const row = (await waiting(db, query).orderBy(SORTS.due).first('user_task.id as id')) as { id: string } | undefined
    return row?.id ?? null
  },

  /** How many tasks wait, and when the newest of them came: changes whenever the list does, for live counts. */
  mark: async (query: Omit<InboxQuery, 'limit'>): Promise<{ count: number; latest: number }> => {
    const row = (await waiting(db, query).count({ count: '*' }).max({ latest: 'user_task.created_at' }).first()) as
      { count: number | string; latest: number | string | null } | undefined
    return { count: Number(row?.count ?? 0), latest: Number(row?.latest ?? 0) }
  },

  /** What waits, counted by lamp, step, matter and organ; the filter narrows by everything else. */
  counts: async (query: Omit<InboxQuery, 'limit'>): Promise<InboxCount[]> => {
    const { lamps: _lamps, step: _step, matterKey: _matter, organId: _organ, ...rest } = query.filter ?? {}
    const tasks = waiting(db, { ...query, filter: rest })
      // A name of a step is a text to MariaDB, which groups those on disk.
      .select(
        'matter_key',
        'matter_name',
        'organ_id',
        'organ_name',
        lampColumn(db, query.now),
        db.raw('cast(user_task.name as char(191)) as step'),
      )
      .as('tasks')
    const rows: (Omit<InboxCount, 'count'> & { count: number | string })[] = await db
      .from(tasks)
      .select(...COUNTED_BY)
      .count({ count: '*' })
      .groupBy(COUNTED_BY)
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  },

  /** What waits and is due within the filter's limits, earliest first. */
  due: async (query: Omit<InboxQuery, 'limit'>): Promise<DueTaskRow[]> => {
    const rows: DueTaskRow[] = await waiting(db, query)
      .whereNotNull('user_task.due_at')
      .select('user_task.id as task_id', 'user_task.name as task_name', 'user_task.due_at as due_at')
      .select('case_no', 'applicant_name', 'matter_name', lampColumn(db, query.now))
      .orderBy(SORTS.due)
      .limit(MAX_DUE)
    return rows.map((row) => ({ ...row, due_at: Number(row.due_at) }))
  },

  /** Cases to be decided within a stretch of time that the user has had a hand in and that wait for others now, earliest first. */
  elsewhere: async (query: Omit<InboxQuery, 'limit' | 'filter'>, { from, to }: { from: number; to: number }): Promise<DueCaseRow[]> => {
    // Which they are is told by two indices alone, whatever was closed long ago; only theirs are read.
    const mine = db('case_file as f')
      .where({ 'f.tenant_id': query.tenantId, 'f.closed_at': null })
      .where('f.promised_due_at', '>=', from)
      .where('f.promised_due_at', '<', to)
      .whereExists((hand) => {
        void hand
          .select('p.user_id')
          .from('case_participant as p')
          .where({ 'p.tenant_id': query.tenantId, 'p.user_id': query.userId })
          .whereRaw('?? = ??', ['p.case_id', 'f.id'])
      })
      .select('f.id')
    const rows: DueCaseRow[] = await db('case_file')
      .where({ 'case_file.tenant_id': query.tenantId, 'case_file.decided_at': null })
      .whereIn('case_file.id', mine)
      .whereNotIn('case_file.id', waiting(db, query).select('user_task.business_key'))
      .select({ case_id: 'case_file.id', due_at: 'promised_due_at', step_name: 'step_name' })
      .select('case_no', 'applicant_name', 'matter_name', lampColumn(db, query.now))
      .orderBy(['promised_due_at', 'case_file.id'])
      .limit(MAX_DUE)
    return rows.map((row) => ({ ...row, due_at: Number(row.due_at) }))
  },

  /** Tasks the user completed, newest first. */
  done: async (
    query: Omit<InboxQuery, 'groups' | 'filter'> & { q?: string; after?: { at: number; eventId: string } },
  ): Promise<DoneRow[]> => {
    const rows: Record<string, unknown>[] = await db('case_event')
      .join('case_file', (on) => on.on('case_file.tenant_id', 'case_event.tenant_id').andOn('case_file.id', 'case_event.case_id'))
      .where({ 'case_event.tenant_id': query.tenantId, 'case_event.actor_id': query.userId })
      .whereNotNull('case_event.task_id')
      .modify((builder) => {
        if (query.q) builder.where((inner) => matchesCase(inner, query.q!))
        if (!query.after) return
        const { at, eventId } = query.after
        builder.whereRaw('(case_event.at < ? or (case_event.at = ? and case_event.id < ?))', [at, at, eventId])
      })
      .select('case_file.*', lampColumn(db, query.now), ...EVENT_COLUMNS)
      .orderBy([
        { column: 'case_event.at', order: 'desc' },
        { column: 'case_event.id', order: 'desc' },
      ])
      .limit(query.limit)
    return rows.map((row) => ({
      event_id: row.event_id as string,
      task_id: row.event_task_id as string,
      element_id: row.event_element_id as string,
      task_name: row.event_step_name as string,
      started_at: Number(row.event_started_at ?? row.event_at),
      completed_at: Number(row.event_at),
      case: readCase(row),
    }))
  },
})

const COUNTED_BY = ['lamp', 'step', 'matter_key', 'matter_name', 'organ_id', 'organ_name']

const TASK_COLUMNS = [
  'user_task.id as task_id',
  'user_task.element_id as task_element_id',
  'user_task.name as task_name',
  'user_task.assignee as task_assignee',
  'user_task.created_at as task_created_at',
  'user_task.due_at as task_due_at',
]

const EVENT_COLUMNS = [
  'case_event.id as event_id',
  'case_event.task_id as event_task_id',
  'case_event.element_id as event_element_id',
  'case_event.step_name as event_step_name',
  'case_event.started_at as event_started_at',
  'case_event.at as event_at',
]

function waiting(db: Knex, query: Omit<InboxQuery, 'limit'>): Knex.QueryBuilder {
  const builder = withCases(db, query.tenantId, taskIds(db, query).as('mine'), 'mine')
  return query.filter ? narrowInbox(db, builder, query.filter, query) : builder
}

/** These tasks with their cases. SQLite takes the tables of a cross join in this order, where it would else walk through all tasks. */
const withCases = (db: Knex, tenantId: string, tasks: Knex.QueryBuilder, name: string): Knex.QueryBuilder =>
  db
    .from(tasks)
    .crossJoin(db.raw('user_task') as never)
    .crossJoin(db.raw('case_file') as never)
    .where('user_task.tenant_id', tenantId)
    .where('user_task.id', db.ref(`${name}.id`))
    .where('case_file.tenant_id', tenantId)
    .where('case_file.id', db.ref('user_task.business_key'))

/** The user's tasks, and those he may take as a delegate. What is his own anyway is not called somebody else's. */
function taskIds(db: Knex, { tenantId, userId, groups, actsFor = [] }: Omit<InboxQuery, 'limit'>): Knex.QueryBuilder {
  const own = portion(db, { tenantId, userId, groups, matters: null, principal: '' })
  if (actsFor.length === 0) return own
  const all = actsFor.reduce((union, person) => union.union(portion(db, { ...person, tenantId, principal: person.userId })), own)
  return db.from(all.as('everyone')).select('id').min({ principal: 'principal' }).groupBy('id')
}

interface Portion {
  tenantId: string
  userId: string
  groups: string[]
  matters: readonly string[] | null
  /** What the rows say of whose they are. */
  principal: string
}

/** A person's own tasks and the free ones he may take. A UNION of indexed queries: an OR would read every open task. */
function portion(db: Knex, { tenantId, userId, groups, matters, principal }: Portion): Knex.QueryBuilder {
  const columns = (id: string) => [`${id} as id`, db.raw('? as principal', [principal])]
  const ofMatters = (builder: Knex.QueryBuilder, id: string): void => {
    if (matters === null) return
    void builder.whereExists((its) => {
      void its
        .select('f.id')
        .from('user_task as m')
        .join('case_file as f', (on) => on.on('f.tenant_id', 'm.tenant_id').andOn('f.id', 'm.business_key'))
        .where({ 'm.tenant_id': tenantId })
        .whereRaw('m.id = ??', [id])
        .whereIn('f.matter_key', [...matters])
    })
  }
  const free = (kind: string, candidates: readonly string[]) =>
    db('user_task_candidate as c')
      .where({ 'c.tenant_id': tenantId, 'c.kind': kind, 'c.taken': 0 })
      .whereIn('c.candidate', [...candidates])
      .modify((builder) => ofMatters(builder, 'c.task_id'))
      .select(columns('c.task_id'))
  return db('user_task as u')
    .where({ 'u.tenant_id': tenantId, 'u.assignee': userId })
    .modify((builder) => ofMatters(builder, 'u.id'))
    .select(columns('u.id'))
    .union([free('user', [userId]), free('group', groups)])
}

const readInboxRow = (row: Record<string, unknown>): InboxRow => ({
  task_id: row.task_id as string,
  element_id: row.task_element_id as string,
  task_name: row.task_name as string,
  assignee: row.task_assignee as string | null,
  created_at: Number(row.task_created_at),
  due_at: row.task_due_at == null ? null : Number(row.task_due_at),
  principal: (row.principal as string | undefined) || null,
  case: readCase(row),
})
