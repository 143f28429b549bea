import type { Knex } from 'knex'
import { deleteRows, insertRows, patchRows, type RowId } from '../write-rows.ts'

interface OfInstance extends RowId {
  instance_id: string
  definition_id: string
  definition_key: string
}

/** One time that a token was in an element; `id` is the token's. */
export interface HistoryActivityRow extends OfInstance {
  /** The number in the id: the order of entering. */
  number: number
  parent_id: string
  element_id: string
  name: string | null
  type: string
  assignee: string | null
  called_instance_id: string | null
  started_at: number
  ended_at: number | null
  canceled: number
  complete_scope: number
}

export interface HistoryTaskRow extends OfInstance {
  business_key: string | null
  element_id: string
  name: string
  description: string | null
  owner: string | null
  assignee: string | null
  priority: number
  started_at: number
  ended_at: number | null
  due_at: number | null
  follow_up_at: number | null
  /** `completed`, or why it was cancelled. */
  delete_reason: string | null
}

export interface HistoryIncidentRow extends OfInstance {
  token_id: string
  element_id: string
  code: string
  message: string
  phase: string
  raised_at: number
  ended_at: number | null
  state: 'open' | 'resolved' | 'deleted'
}

interface LogRow extends OfInstance {
  at: number
  token_id: string | null
  element_id: string
}

export type LogState = 'created' | 'failed' | 'successful' | 'deleted'

export interface HistoryJobLogRow extends LogRow {
  job_id: string
  kind: string
  due_at: number | null
  retries: number | null
  priority: number
  state: LogState
  message: string | null
}

export interface HistoryExternalTaskLogRow extends LogRow {
  task_id: string
  topic: string | null
  worker_id: string | null
  retries: number | null
  priority: number
  state: LogState
  message: string | null
  details: string | null
}

/** inputs, outputs and rules are JSON texts. */
export interface HistoryDecisionRow extends LogRow {
  decision_id: string
  decision_key: string
  inputs: string
  outputs: string
  rules: string
}

export interface UserOperationRow extends RowId {
  operation_id: string
  at: number
  user_id: string
  operation: string
  entity: string
  category: string
  instance_id: string | null
  definition_id: string | null
  definition_key: string | null
  task_id: string | null
  property: string | null
  old_value: string | null
  new_value: string | null
  annotation: string | null
}

/** What is known only when an instance has ended. */
export interface InstanceEnd extends RowId {
  end_element_id: string | null
  delete_reason: string | null
  ended_inside: number | null
  removal_at: number | null
}

const table = <Row extends RowId>(db: Knex, name: string) => ({
  insert: (rows: Row[]): Promise<void> => insertRows(db, name, rows),
  /** Rows with the columns that change. */
  patch: (rows: (RowId & Partial<Row>)[]): Promise<void> => patchRows(db, name, rows),
  remove: (rows: RowId[]): Promise<void> => deleteRows(db, name, rows),
})

/** The history's tables are only written here; they are read by conditions, see engine-lists.ts. */
export const history = (db: Knex) => ({
  activities: table<HistoryActivityRow>(db, 'history_activity'),
  tasks: table<HistoryTaskRow>(db, 'history_task'),
  incidents: table<HistoryIncidentRow>(db, 'history_incident'),
  jobLog: table<HistoryJobLogRow>(db, 'history_job_log'),
  externalTaskLog: table<HistoryExternalTaskLogRow>(db, 'history_external_task_log'),
  decisions: table<HistoryDecisionRow>(db, 'history_decision'),
  operations: table<UserOperationRow>(db, 'user_operation'),
  annotate: async (tenantId: string, operationId: string, annotation: string | null): Promise<void> => {
    await db('user_operation').where({ tenant_id: tenantId, operation_id: operationId }).update({ annotation })
  },
  ends: { patch: (rows: InstanceEnd[]): Promise<void> => patchRows(db, 'process_instance', rows) },
})
