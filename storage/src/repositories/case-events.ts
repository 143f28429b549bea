import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'

/** One line of a case's time line. */
export interface CaseEventRow {
  tenant_id: string
  case_id: string
  id: string
  at: number
  type: string
  element_id: string | null
  task_id: string | null
  step_name: string
  action: string | null
  action_text: string
  actor_id: string | null
  actor_name: string | null
  on_behalf_of: string | null
  opinion: string | null
  started_at: number | null
  lamp: string | null
  data: unknown
}

const MAX_CASE_EVENTS = 1000

export const caseEvents = (db: Knex) => ({
  insert: (rows: readonly CaseEventRow[]): Promise<void> =>
    insertRows(
      db,
      'case_event',
      rows.map((row) => ({ ...row, data: row.data == null ? null : JSON.stringify(row.data) })),
    ),

  /** The time line, oldest first. */
  forCase: async (tenantId: string, caseId: string): Promise<CaseEventRow[]> => {
    const rows: Record<string, unknown>[] = await db('case_event')
      .where({ tenant_id: tenantId, case_id: caseId })
      .orderBy(['at', 'id'])
      .limit(MAX_CASE_EVENTS)
    return rows.map(read)
  },

  /** Which of these user tasks already have their line. */
  recordedTasks: async (tenantId: string, taskIds: string[]): Promise<string[]> => {
    const rows: { task_id: string }[] = await db('case_event').where({ tenant_id: tenantId }).whereIn('task_id', taskIds).select('task_id')
    return rows.map((row) => row.task_id)
  },
})

const read = (row: Record<string, unknown>): CaseEventRow =>
  ({
    ...row,
    at: Number(row.at),
    started_at: row.started_at == null ? null : Number(row.started_at),
    data: row.data == null ? null : (JSON.parse(row.data as string) as unknown),
  }) as CaseEventRow
