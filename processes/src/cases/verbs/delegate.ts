import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { personNotEligible, taskAlreadyClaimed } from '../errors.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import { isSignTask } from './add-sign.ts'
import { heldTask, recordDeed, type Deed } from './deed.ts'
import { mayBeAsked } from './people.ts'
import { checkedResolution, delegateRefusal, delegateSaid, ownerOf, resolvedSaid } from './rules/hand-on.ts'
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
  const held = { ...task, delegationState: task.delegation_state }
  const refusal = delegateRefusal(held, await isSignTask(context, task), to)
  if (refusal) throw refusal
  const owner = ownerOf(held)
  const obstacle = await mayBeAsked(context, row.tenant_id, to)
  if (obstacle !== null) throw personNotEligible(obstacle)
  const name = await personName(context, row.tenant_id, to)
  await change(context, acting, loaded.task, {
    changes: { assignee: to, owner, delegationState: 'PENDING' },
    deed: {
      row,
      task,
      ...delegateSaid(name, reason),
      action: 'task.delegated',
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
  const { text, owner } = checkedResolution({ ...task, delegationState: task.delegation_state }, opinion)
  const name = await personName(context, row.tenant_id, owner)
  await change(context, acting, task, {
    changes: { assignee: owner, delegationState: 'RESOLVED' },
    deed: {
      row,
      task,
      ...resolvedSaid(name, text),
      action: 'task.delegation-resolved',
      payload: { to: owner },
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
