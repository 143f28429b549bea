import type { Knex } from 'knex'
import { lampColumn } from './case-lamp.ts'
import { matchesCase, readCase, type CaseWithLamp } from './cases.ts'

/** An open user task together with its case. */
export interface InboxRow {
  task_id: string
  element_id: string
  task_name: string
  assignee: string | null
  created_at: number
  due_at: number | null
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

export interface InboxQuery {
  tenantId: string
  userId: string
  /** Candidate groups the user belongs to, `${organId}:${post}`. */
  groups: string[]
  now: number
  q?: string
  limit: number
}

/** Sorts tasks without a due date last. */
const NO_DUE_AT = 9_000_000_000_000_000
const DUE = `coalesce(user_task.due_at, ${NO_DUE_AT})`

export const caseInbox = (db: Knex) => ({
  /** Tasks that wait for the user or for one of the groups and nobody has taken, earliest due first. */
  todo: async (query: InboxQuery & { after?: { dueAt: number | null; taskId: string } }): Promise<InboxRow[]> => {
    const rows: Record<string, unknown>[] = await waiting(db, query)
      .modify((builder) => {
        if (!query.after) return
        const due = query.after.dueAt ?? NO_DUE_AT
        builder.whereRaw(`(${DUE} > ? or (${DUE} = ? and user_task.id > ?))`, [due, due, query.after.taskId])
      })
      .select('case_file.*', lampColumn(db, query.now), ...TASK_COLUMNS)
      .orderByRaw(`${DUE}, user_task.id`)
      .limit(query.limit)
    return rows.map((row) => ({
      task_id: row.task_id as string,
      element_id: row.task_element_id as string,
      task_name: row.task_name as string,
      assignee: row.task_assignee as string | null,
      created_at: Number(row.task_created_at),
      due_at: row.task_due_at == null ? null : Number(row.task_due_at),
      case: readCase(row),
    }))
  },

  count: async (query: Omit<InboxQuery, 'limit'>): Promise<number> => {
    const row: { count: number | string } | undefined = await waiting(db, query).count({ count: '*' }).first()
    return Number(row?.count ?? 0)
  },

  /** Tasks the user completed, newest first. */
  done: async (query: Omit<InboxQuery, 'groups'> & { after?: { at: number; eventId: string } }): Promise<DoneRow[]> => {
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
      .orderBy([{ column: 'case_event.at', order: 'desc' }, { column: 'case_event.id', order: 'desc' }])
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
  const candidate = db('user_task_candidate')
    .whereRaw('user_task_candidate.tenant_id = user_task.tenant_id and user_task_candidate.task_id = user_task.id')
    .where((who) => {
      who.where({ 'user_task_candidate.kind': 'user', 'user_task_candidate.candidate': query.userId })
      who.orWhere((group) => group.where('user_task_candidate.kind', 'group').whereIn('user_task_candidate.candidate', query.groups))
    })
    .select(db.raw('1'))
  const builder = db('user_task')
    .join('case_file', (on) => on.on('case_file.tenant_id', 'user_task.tenant_id').andOn('case_file.id', 'user_task.business_key'))
    .where('user_task.tenant_id', query.tenantId)
    .where((mine) => mine.where('user_task.assignee', query.userId).orWhere((free) => free.whereNull('user_task.assignee').whereExists(candidate)))
  if (query.q) builder.where((inner) => matchesCase(inner, query.q!))
  return builder
}
