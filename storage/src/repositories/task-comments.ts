import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'
import { pageSize } from './page.ts'

export interface TaskCommentRow {
  tenant_id: string
  id: string
  task_id: string
  instance_id: string
  user_id: string | null
  at: number
  message: string
}

const comment = (row: TaskCommentRow): TaskCommentRow => ({ ...row, at: Number(row.at) })

export const taskComments = (db: Knex) => ({
  insert: (row: TaskCommentRow): Promise<void> => insertRows(db, 'task_comment', [row]),

  /** Newest first, as Camunda lists them. */
  list: (tenantId: string, taskId: string, limit: number): Promise<TaskCommentRow[]> =>
    db<TaskCommentRow>('task_comment')
      .where({ tenant_id: tenantId, task_id: taskId })
      .orderBy('id', 'desc')
      .limit(pageSize(limit))
      .then((rows) => rows.map(comment)),

  get: (tenantId: string, taskId: string, id: string): Promise<TaskCommentRow | undefined> =>
    db<TaskCommentRow>('task_comment')
      .where({ tenant_id: tenantId, task_id: taskId, id })
      .first()
      .then((row) => row && comment(row)),

  /** @returns whether it was there */
  update: (tenantId: string, id: string, message: string): Promise<boolean> =>
    db<TaskCommentRow>('task_comment')
      .where({ tenant_id: tenantId, id })
      .update({ message })
      .then((count) => count > 0),

  /** All of a task, or one. */
  remove: async (tenantId: string, taskId: string, id?: string): Promise<void> => {
    await db<TaskCommentRow>('task_comment')
      .where({ tenant_id: tenantId, task_id: taskId, ...(id !== undefined && { id }) })
      .delete()
  },
})
