import { caseEvents, type CaseEventRow, type UserTaskRow } from '@lianban/storage'
import { TASK_VERBS } from '../../manifest.ts'
import { actingBy, engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { recallTooLate, taskNotFound } from '../errors.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller } from '../ports.ts'
import { caseResource, readableCase, type LoadedCase } from '../resources.ts'
import { recordDeed, refuseOnHold } from './deed.ts'
import { refuseVerb } from './rules/deed.ts'
import { moved } from './rules/moved.ts'
import { ownSteps, recalledSaid, WAY_CHANGED, whatFollowed } from './rules/recall.ts'
import { moveBack } from './rules/send-back.ts'

/** A step that the caller did and may take back. */
export interface RecallView {
  taskId: string
  stepName: string
  at: number
}

/**
 * Takes back 撤回 what the caller has just handed in, as long as nobody has taken up or done what came of it, and nothing has left
 * the house because of it: decisions with a number, documents, calls.
 * @throws CaseError REASON_REQUIRED, TASK_NOT_FOUND, RECALL_TOO_LATE, VERB_NOT_OFFERED, CASE_ON_HOLD; NOT_FOUND, NOT_AUTHORIZED
 */
export async function recall(
  context: CaseContext,
  caller: Caller,
  caseId: string,
  request: { taskId: string; reason: string },
): Promise<void> {
  const reason = checkedReason(request.reason)
  const loaded = await readableCase(context, caller, caseId)
  const { row, matter } = loaded
  const decision = await context.tenants.authorization.assert(caller, 'recall', caseResource(loaded))
  const acting = actingBy(caller, decision)
  refuseOnHold(row, caller)
  const done = (await stepsOf(context, caller, caseId)).find(({ task_id }) => task_id === request.taskId)
  if (!done) throw taskNotFound()
  const { element_id: elementId } = done
  const manifest = matter.matter.tasks[elementId!]
  refuseVerb(manifest ?? { verbs: [] }, 'recall')
  const came = await followed(context, loaded, done)
  if ('obstacle' in came) throw recallTooLate(came.obstacle)
  const at = context.clock()
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(acting),
      instructions: [
        moveBack(
          came.open.map(({ id }) => id),
          elementId!,
          caller.userId,
        ),
      ],
      reason: `撤回:${reason}`,
      within: (tx) =>
        recordDeed(context, tx, acting, {
          row,
          task: { id: done.task_id!, element_id: elementId!, name: done.step_name },
          at,
          ...recalledSaid(done.step_name, reason),
          action: 'task.recalled',
          payload: { canceled: came.open.map(({ element_id }) => element_id) },
        }),
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
}

/** What the caller may take back now, the latest first. */
export async function recallable(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<RecallView[]> {
  const { row, matter } = loaded
  if (row.closed_at !== null || !context.tenants.authorization.decide(caller, 'recall', caseResource(loaded)).allowed) return []
  const [last] = await stepsOf(context, caller, row.id)
  const manifest = last && matter.matter.tasks[last.element_id!]
  if (!last || !(manifest?.verbs ?? TASK_VERBS).includes('recall') || 'obstacle' in (await followed(context, loaded, last))) return []
  return [{ taskId: last.task_id!, stepName: last.step_name, at: last.at }]
}

/** Steps that the caller has done himself, the latest first. */
const stepsOf = async (context: CaseContext, { tenantId, userId }: Caller, caseId: string): Promise<CaseEventRow[]> =>
  ownSteps(await caseEvents(context.database).forCase(tenantId, caseId), userId)

/** The open tasks that came of a step, or what stands in the way of taking it back. */
async function followed(
  context: CaseContext,
  { row, matter }: LoadedCase,
  done: CaseEventRow,
): Promise<{ open: UserTaskRow[] } | { obstacle: string }> {
  const { tenant_id: tenantId, instance_id: instanceId } = row
  const events = await context.engine.instances.history(tenantId, instanceId)
  const tasks = await openTasks(context, { row })
  const came = whatFollowed(matter.matter, {
    ...{ done, events },
    open: tasks.map((task) => ({ ...task, hasPost: task.candidate_groups.length > 0 })),
  })
  if ('obstacle' in came) return came
  const ids = came.open.map(({ id }) => id)
  const ways = await context.engine.instances.waysBack(tenantId, instanceId, ids, [done.element_id!])
  return ways.length === 0 ? WAY_CHANGED : came
}
