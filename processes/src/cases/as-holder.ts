import { actingBy } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { taskAlreadyClaimed, taskNotClaimed } from './errors.ts'
import type { Action, Caller } from './ports.ts'
import { taskResource, type LoadedTask } from './resources.ts'

/**
 * Asserts that a task lies with the caller, or with whom he acts for, and that he has the right.
 * @returns the caller as he acts
 * @throws CaseError TASK_NOT_CLAIMED, TASK_ALREADY_CLAIMED; NOT_AUTHORIZED
 */
export async function asHolder(context: CaseContext, caller: Caller, loaded: LoadedTask, action: Action): Promise<Caller> {
  const decision = await context.tenants.authorization.assert(caller, action, taskResource(loaded))
  const { assignee } = loaded.task
  if (assignee === null) throw taskNotClaimed()
  if (![caller.userId, decision.onBehalfOf?.userId].includes(assignee)) throw taskAlreadyClaimed()
  return actingBy(caller, decision)
}

/** The same as a question. */
export function isHolder({ tenants }: CaseContext, caller: Caller, loaded: LoadedTask, action: Action): boolean {
  const { allowed, onBehalfOf } = tenants.authorization.decide(caller, action, taskResource(loaded))
  const { assignee } = loaded.task
  return allowed && assignee !== null && [caller.userId, onBehalfOf?.userId].includes(assignee)
}
