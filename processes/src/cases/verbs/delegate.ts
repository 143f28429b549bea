import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { opinionRequired, personNotEligible, taskAlreadyClaimed, verbNotOffered } from '../errors.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import { isSignTask } from './add-sign.ts'
import { heldTask, recordDeed, type Deed } from './deed.ts'
import { mayBeAsked } from './people.ts'
import type { HandOn } from './transfer.ts'

/**
 * Lets somebody else work on a task 委派, who gives it back with his opinion; the decision stays with whoever had it first,
 * also if the other passes it on.
 * @throws CaseError REASON_REQUIRED, PERSON_NOT_ELIGIBLE and what `heldTask` throws
 */
export async function delegate(context: CaseContext, caller: Caller, taskId: string, { to, reason: given }: HandOn): Promise<void> {
  const reason = checkedReason(given)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'delegate')
  const { task, row } = loaded
  if (await isSignTask(context, task)) throw verbNotOffered('委派', '加签任务只能由被加签人本人办理')
  const owner = task.delegation_state === 'PENDING' ? task.owner : task.assignee
  if (to === task.assignee || to === owner) throw personNotEligible('不能委派给本人或者委派人')
  const obstacle = await mayBeAsked(context, row.tenant_id, to)
  if (obstacle !== null) throw personNotEligible(obstacle)
  const name = await personName(context, row.tenant_id, to)
  await change(context, acting, loaded.task, {
    changes: { assignee: to, owner, delegationState: 'PENDING' },
    deed: {
      row,
      task,
      type: 'delegated',
      action: 'task.delegated',
      text: `委派给${name}`,
      reason,
      payload: { from: task.assignee, to, owner },
    },
  })
}

/**
 * Gives a delegated task back with an opinion 交回.
 * @throws CaseError OPINION_REQUIRED, VERB_NOT_OFFERED and what `heldTask` throws
 */
export async function resolveDelegation(context: CaseContext, caller: Caller, taskId: string, opinion: string): Promise<void> {
  const { loaded, acting } = await heldTask(context, caller, taskId, 'sign')
  const { task, row } = loaded
  if (task.delegation_state !== 'PENDING' || task.owner === null) throw verbNotOffered('交回', '这项任务不是委派给您的')
  const text = opinion.trim()
  if (text === '') throw opinionRequired('交回')
  const name = await personName(context, row.tenant_id, task.owner)
  await change(context, acting, task, {
    changes: { assignee: task.owner, delegationState: 'RESOLVED' },
    deed: {
      row,
      task,
      type: 'delegation-resolved',
      action: 'task.delegation-resolved',
      text: `办理后交回${name}`,
      reason: text,
      payload: { to: task.owner },
    },
  })
}

async function change(
  context: CaseContext,
  caller: Caller,
  task: { tenant_id: string; id: string; assignee: string | null },
  { changes, deed }: { changes: Parameters<CaseContext['engine']['updateTask']>[0]['changes']; deed: Omit<Deed, 'at'> },
): Promise<void> {
  const at = context.clock()
  await context.engine
    .updateTask({
      tenantId: task.tenant_id,
      taskId: task.id,
      expectedAssignee: task.assignee,
      actor: engineActor(caller),
      changes,
      within: (tx) => recordDeed(context, tx, caller, { ...deed, at }),
    })
    .catch((error: unknown) => {
      throw (error as { code?: string }).code === 'TASK_ALREADY_CLAIMED' ? taskAlreadyClaimed() : error
    })
}
