import { actingBy, engineActor } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { taskAlreadyClaimed, taskNotClaimed } from './errors.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import { readableTask, taskResource, type LoadedTask } from './resources.ts'
import { refuseOnHold } from './verbs/deed.ts'

/**
 * Takes a task 签收; taking it twice is once. Separation of duties is judged here already, not only at completion.
 * @throws CaseError TASK_NOT_FOUND, TASK_ALREADY_CLAIMED, CASE_ON_HOLD; NOT_FOUND, NOT_AUTHORIZED
 */
export async function claim(context: CaseContext, caller: Caller, taskId: string): Promise<void> {
  const loaded = await readableTask(context, caller, taskId)
  const { task } = loaded
  if (task.assignee === caller.userId) return
  if (task.assignee !== null) throw taskAlreadyClaimed()
  refuseOnHold(loaded.row, caller)
  const { authorization } = context.tenants
  await authorization.assert(caller, 'claim', taskResource(loaded), { again: true })
  // Who could not finish it should not take it from those who can.
  const decision = await authorization.assert(caller, `complete:${task.element_id}`, taskResource(loaded), { again: true })
  await assign(context, actingBy(caller, decision), loaded, { assignee: caller.userId, action: 'task.claimed' })
}

/**
 * Gives a taken task back to its group.
 * @throws CaseError TASK_NOT_FOUND, TASK_NOT_CLAIMED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function release(context: CaseContext, caller: Caller, taskId: string): Promise<void> {
  const loaded = await readableTask(context, caller, taskId)
  await context.tenants.authorization.assert(caller, 'release', taskResource(loaded), { again: true })
  // A task given to one person by name, such as a site check, has no group to go back to.
  if (loaded.task.assignee !== caller.userId || loaded.task.candidate_groups.length === 0) throw taskNotClaimed()
  await assign(context, caller, loaded, { assignee: null, action: 'task.released' })
}

async function assign(
  context: CaseContext,
  caller: Caller,
  { task, row }: LoadedTask,
  { assignee, action }: { assignee: string | null; action: string },
): Promise<void> {
  await context.engine
    .assignTask({
      tenantId: caller.tenantId,
      taskId: task.id,
      assignee,
      expectedAssignee: task.assignee,
      actor: engineActor(caller),
      within: (tx) =>
        context.tenants.supervision.record(tx, caller.tenantId, [
          logEntry(caller, action, {
            caseId: row.id,
            organId: row.organ_id,
            payload: { task: task.id, element: task.element_id, step: task.name },
          }),
        ]),
    })
    .catch((error: unknown) => {
      throw (error as { code?: string }).code === 'TASK_ALREADY_CLAIMED' ? taskAlreadyClaimed() : error
    })
}
