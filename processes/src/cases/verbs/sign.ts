import { heldCompletions, taskSigns, type TaskSignRow, type Tx } from '@lianban/storage'
import { engineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { opinionRequired, taskNotFound, verbNotOffered } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { pendingSigns } from './add-sign.ts'
import { heldTask, recordDeed } from './deed.ts'
import { moved } from './send-back.ts'

export interface Signature {
  verdict: 'pass' | 'reject'
  /** Required for a rejection. */
  opinion?: string
}

/**
 * Answers as somebody who was asked beside a task 加签意见. A rejection gives a decision that was waiting back to whoever made it.
 * @returns the task beside which he was asked, if nothing it waits for is open any more
 * @throws CaseError OPINION_REQUIRED, VERB_NOT_OFFERED and what `heldTask` throws
 */
export async function sign(context: CaseContext, caller: Caller, taskId: string, { verdict, opinion }: Signature): Promise<string | null> {
  const { loaded, acting } = await heldTask(context, caller, taskId, 'sign')
  const { task, row } = loaded
  const own = await taskSigns(context.database).ofTask(row.tenant_id, task.id)
  if (!own) throw verbNotOffered('签署加签意见', '这项任务不是加签任务')
  const text = opinion?.trim() || null
  if (verdict === 'reject' && text === null) throw opinionRequired('不同意')
  const refuseWaiting = async (db: Tx) => {
    if ((await pendingSigns(db, task)).length > 0) throw verbNotOffered('签署加签意见', '您的前加签尚未办结')
  }
  await refuseWaiting(context.database)
  const at = context.clock()
  await context.engine
    .completeTask({
      tenantId: row.tenant_id,
      taskId: task.id,
      expectedAssignee: task.assignee,
      actor: engineActor(acting),
      within: async (tx) => {
        await refuseWaiting(tx)
        const isOpen = await taskSigns(tx).change(row.tenant_id, own.id, ['open'], {
          state: verdict === 'pass' ? 'passed' : 'rejected',
          opinion: text,
          done_at: at,
        })
        if (!isOpen) throw taskNotFound()
        if (verdict === 'reject') await heldCompletions(tx).remove(row.tenant_id, own.host_task)
        await recordDeed(context, tx, acting, {
          row,
          task,
          at,
          type: 'signed',
          action: 'task.signed',
          text: verdict === 'pass' ? '加签意见:同意' : '加签意见:不同意',
          reason: text,
          payload: { host: own.host_task, verdict },
        })
      },
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
  return verdict === 'pass' && (await isSettled(context, own)) ? own.host_task : null
}

const isSettled = async (context: CaseContext, { tenant_id, host_task }: TaskSignRow): Promise<boolean> =>
  (await pendingSigns(context.database, { tenant_id, id: host_task })).length === 0
