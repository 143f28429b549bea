import { DEFAULT_DENY } from '@lianban/tenants'
import type { CaseContext } from './context.ts'
import type { Action, Caller, Decision } from './ports.ts'
import { taskResource, type LoadedTask } from './resources.ts'
import type { Approver } from './approval/rule.ts'

/**
 * What the caller asks for when he completes a task: the right to its step; whoever was added to a vote (加签) has not its post,
 * and needs no more than the right to sign. The separation of duties holds for both.
 */
export async function completingAction(context: CaseContext, caller: Caller, loaded: LoadedTask): Promise<Action> {
  const { task, matter } = loaded
  const complete: Action = `complete:${task.element_id}`
  const { allowed, rule } = context.tenants.authorization.decide(caller, complete, taskResource(loaded))
  if (allowed || rule !== DEFAULT_DENY || !matter.matter.tasks[task.element_id]?.approval) return complete
  const { approver } = await context.engine.tasks.localVariables(caller.tenantId, task.id)
  return (approver?.value as unknown as (Approver & { added?: boolean }) | undefined)?.added ? 'sign' : complete
}

/** Whether the caller may complete the task. */
export async function mayComplete(context: CaseContext, caller: Caller, loaded: LoadedTask): Promise<Decision> {
  return context.tenants.authorization.decide(caller, await completingAction(context, caller, loaded), taskResource(loaded))
}
