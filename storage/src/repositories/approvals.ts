import type { Tx } from '../database.ts'
import { readRow, readRows } from '../read-rows.ts'

/** A case sent back 退回 to an earlier step. */
export interface CaseReturnRow {
  tenant_id: string
  id: string
  case_id: string
  from_element: string
  to_element: string
  /** The task that was opened for it. */
  task_id: string
  /** `direct`: handed in again it goes straight back to whoever sent it; `forward`: it takes its way again. */
  mode: 'direct' | 'forward'
  /** Where tokens stood; `flowId` of one that waited at a join. */
  positions: { elementId: string; flowId: string | null; assignee: string | null }[]
  /** The process variables that conditions read, as they were. */
  routing: Record<string, unknown>
  reason: string
  sent_by: string
  sent_at: number
  settled_at: number | null
}

export type TaskSignState = 'planned' | 'open' | 'passed' | 'rejected' | 'removed' | 'canceled'

/** Somebody asked to sign beside a task 加签. */
export interface TaskSignRow {
  tenant_id: string
  id: string
  case_id: string
  host_task: string
  kind: 'before' | 'parallel' | 'after'
  user_id: string
  /** His own task; null until it is opened. */
  task_id: string | null
  state: TaskSignState
  request: string
  requested_by: string
  requested_at: number
  opinion: string | null
  done_at: number | null
}

/** A decision that is made and waits for signatures beside it. */
export interface HeldCompletionRow {
  tenant_id: string
  task_id: string
  case_id: string
  completion: unknown
  user_id: string
  on_behalf_of: string | null
  held_at: number
}

const instantOf = (value: unknown): number | null => (value == null ? null : Number(value))

export const caseReturns = (db: Tx) => ({
  insert: async (row: CaseReturnRow): Promise<void> => {
    await db('case_return').insert({ ...row, positions: JSON.stringify(row.positions), routing: JSON.stringify(row.routing) })
  },

  /** The one for which this task was opened, unless it has been handed in again. */
  openFor: async (tenantId: string, caseId: string, taskId: string): Promise<CaseReturnRow | undefined> => {
    const sql = 'select * from case_return where tenant_id = ? and case_id = ? and task_id = ? and settled_at is null'
    const row = await readRow<Record<string, unknown>>(db, sql, [tenantId, caseId, taskId])
    return row && readReturn(row)
  },

  /** When a case was last sent back; 0: never. */
  lastSentAt: async (tenantId: string, caseId: string): Promise<number> => {
    const row = (await db('case_return').where({ tenant_id: tenantId, case_id: caseId }).max({ at: 'sent_at' }).first()) as { at: unknown }
    return Number(row.at ?? 0)
  },

  settle: async (tenantId: string, id: string, at: number): Promise<void> => {
    await db('case_return').where({ tenant_id: tenantId, id }).update({ settled_at: at })
  },
})

const readReturn = (row: Record<string, unknown>): CaseReturnRow =>
  ({
    ...row,
    positions: JSON.parse(row.positions as string) as unknown,
    routing: JSON.parse(row.routing as string) as unknown,
    sent_at: Number(row.sent_at),
    settled_at: instantOf(row.settled_at),
  }) as CaseReturnRow

const readSign = (row: TaskSignRow): TaskSignRow => ({ ...row, requested_at: Number(row.requested_at), done_at: instantOf(row.done_at) })

const SIGNS_AROUND = 'select * from task_sign where (tenant_id = ? and host_task = ?) or (tenant_id = ? and task_id = ?) order by id'

export const taskSigns = (db: Tx) => ({
  insert: async (rows: TaskSignRow[]): Promise<void> => {
    if (rows.length > 0) await db('task_sign').insert(rows)
  },

  get: async (tenantId: string, id: string): Promise<TaskSignRow | undefined> => {
    const row = await db<TaskSignRow>('task_sign').where({ tenant_id: tenantId, id }).first()
    return row && readSign(row)
  },

  /** Those asked beside a task, in the order in which they were asked. */
  beside: async (tenantId: string, hostTask: string): Promise<TaskSignRow[]> =>
    (
      await readRows<TaskSignRow>(db, 'select * from task_sign where tenant_id = ? and host_task = ? order by id', [tenantId, hostTask])
    ).map(readSign),

  /** Those asked beside a task, in the order in which they were asked, and the one whose own task it is. */
  around: async (tenantId: string, taskId: string): Promise<TaskSignRow[]> =>
    (await readRows<TaskSignRow>(db, SIGNS_AROUND, [tenantId, taskId, tenantId, taskId])).map(readSign),

  /** The one whose own task this is. */
  ofTask: async (tenantId: string, taskId: string): Promise<TaskSignRow | undefined> => {
    const row = await db<TaskSignRow>('task_sign').where({ tenant_id: tenantId, task_id: taskId }).first()
    return row && readSign(row)
  },

  /** All of a case, oldest first. */
  ofCase: async (tenantId: string, caseId: string): Promise<TaskSignRow[]> =>
    (await db<TaskSignRow>('task_sign').where({ tenant_id: tenantId, case_id: caseId }).orderBy('id')).map(readSign),

  /** Changes one that is in one of these states. @returns whether it was */
  change: async (tenantId: string, id: string, from: TaskSignState[], patch: Partial<TaskSignRow>): Promise<boolean> =>
    (await db<TaskSignRow>('task_sign').where({ tenant_id: tenantId, id }).whereIn('state', from).update(patch)) > 0,

  /** The tasks of a case beside which they were asked have ended: what is not done is asked no more. */
  cancelOf: async (tenantId: string, caseId: string, tasks: string[], at: number): Promise<void> => {
    await db<TaskSignRow>('task_sign')
      .where({ tenant_id: tenantId, case_id: caseId })
      .whereIn('state', ['planned', 'open'])
      .where((either) => void either.whereIn('host_task', tasks).orWhereIn('task_id', tasks))
      .update({ state: 'canceled', done_at: at })
  },
})

export const heldCompletions = (db: Tx) => ({
  insert: async (row: HeldCompletionRow): Promise<void> => {
    await db('held_completion').insert({ ...row, completion: JSON.stringify(row.completion) })
  },

  get: async (tenantId: string, taskId: string): Promise<HeldCompletionRow | undefined> => {
    const row = await db<HeldCompletionRow>('held_completion').where({ tenant_id: tenantId, task_id: taskId }).first()
    return row && { ...row, completion: JSON.parse(row.completion as string) as unknown, held_at: Number(row.held_at) }
  },

  /** @returns whether there was one */
  remove: async (tenantId: string, taskId: string): Promise<boolean> =>
    (await db('held_completion').where({ tenant_id: tenantId, task_id: taskId }).del()) > 0,
})
