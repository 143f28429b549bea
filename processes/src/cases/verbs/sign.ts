import { heldCompletions, taskSigns, type TaskSignRow, type Tx } from '@lianban/storage'
import { engineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { taskNotFound } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { markRecorded } from '../projection/recorded.ts'
import { pendingSigns } from './add-sign.ts'
import { heldTask, recordDeed } from './deed.ts'
import { moved } from './rules/moved.ts'
import { checkedSignature, refuseWaiting, signedSaid, type Signature } from './rules/signs.ts'

export type { Signature } from './rules/signs.ts'

/**
 * Answers as somebody who was asked beside a task 加签意见. A rejection gives a decision that was waiting back to whoever made it.
 * @returns the task beside which he was asked, if nothing it waits for is open any more
 * @throws CaseError OPINION_REQUIRED, VERB_NOT_OFFERED and what `heldTask` throws
 */
export async function sign(context: CaseContext, caller: Caller, taskId: string, given: Signature): Promise<string | null> {
  const { loaded, acting } = await heldTask(context, caller, taskId, 'sign')
  const { task, row } = loaded
  const { verdict } = given
  const { own, text } = checkedSignature(await taskSigns(context.database).ofTask(row.tenant_id, task.id), given)
  const refuseUnanswered = async (db: Tx) => refuseWaiting(await pendingSigns(db, task))
  await refuseUnanswered(context.database)
  const at = context.clock()
  await context.engine
    .completeTask({
      tenantId: row.tenant_id,
      taskId: task.id,
      expectedAssignee: task.assignee,
      actor: engineActor(acting),
      within: async (tx, step) => {
        await refuseUnanswered(tx)
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
          ...signedSaid(verdict, text),
          action: 'task.signed',
          payload: { host: own.host_task, verdict },
        })
        markRecorded(step, task.id)
      },
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
  return verdict === 'pass' && (await isSettled(context, own)) ? own.host_task : null
}

const isSettled = async (context: CaseContext, { tenant_id, host_task }: TaskSignRow): Promise<boolean> =>
  (await pendingSigns(context.database, { tenant_id, id: host_task })).length === 0
