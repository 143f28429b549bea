import { userTasks } from '@lianban/storage'
import type { UserTaskRow } from '@lianban/storage'
import { actingBy } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { caseResource, taskResource, type LoadedCase } from '../resources.ts'

/** Open tasks of one case that are looked at. */
const MAX_OPEN = 50

export const openTasks = (context: CaseContext, { row }: LoadedCase): Promise<UserTaskRow[]> =>
  userTasks(context.database).list({ tenantId: row.tenant_id, instanceId: row.instance_id }, { limit: MAX_OPEN })

/** Whether the caller acts in the case: he did a step of it, or an open one is his to take. */
export async function mayCirculate(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<boolean> {
  const { authorization } = context.tenants
  if (authorization.decide(caller, 'circulate', caseResource(loaded)).allowed) return true
  const tasks = await openTasks(context, loaded)
  return tasks.some((task) => authorization.decide(caller, 'circulate', taskResource({ ...loaded, task })).allowed)
}

/** @returns the caller as he acts, for himself or as a delegate. @throws NOT_AUTHORIZED */
export async function assertMayCirculate(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<Caller> {
  const { authorization } = context.tenants
  for (const task of await openTasks(context, loaded)) {
    const decision = authorization.decide(caller, 'circulate', taskResource({ ...loaded, task }))
    if (decision.allowed) return actingBy(caller, decision)
  }
  return actingBy(caller, await authorization.assert(caller, 'circulate', caseResource(loaded)))
}
