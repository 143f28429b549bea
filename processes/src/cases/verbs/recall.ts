import type { Event } from '@lianban/engine'
import { caseEvents, type CaseEventRow, type UserTaskRow } from '@lianban/storage'
import { TASK_VERBS } from '../../manifest.ts'
import { actingBy, engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { recallTooLate, taskNotFound, verbNotOffered } from '../errors.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller } from '../ports.ts'
import { caseResource, readableCase, type LoadedCase } from '../resources.ts'
import { recordDeed, refuseOnHold } from './deed.ts'
import { moved } from './send-back.ts'

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
  const done = (await ownSteps(context, caller, caseId)).find(({ task_id }) => task_id === request.taskId)
  if (!done) throw taskNotFound()
  const { element_id: elementId } = done
  const manifest = matter.matter.tasks[elementId!]
  if (!manifest || !(manifest.verbs ?? TASK_VERBS).includes('recall')) throw verbNotOffered('撤回')
  const followed = await whatFollowed(context, loaded, done)
  if ('obstacle' in followed) throw recallTooLate(followed.obstacle)
  const at = context.clock()
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(acting),
      instructions: [
        {
          type: 'move',
          tokenIds: followed.open.map(({ id }) => id),
          elementId: elementId!,
          back: true,
          given: { assignee: caller.userId },
        },
      ],
      reason: `撤回:${reason}`,
      within: (tx) =>
        recordDeed(context, tx, acting, {
          row,
          task: { id: done.task_id!, element_id: elementId!, name: done.step_name },
          at,
          type: 'recalled',
          action: 'task.recalled',
          text: `撤回“${done.step_name}”`,
          reason,
          payload: { canceled: followed.open.map(({ element_id }) => element_id) },
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
  const [last] = await ownSteps(context, caller, row.id)
  const manifest = last && matter.matter.tasks[last.element_id!]
  if (!last || !(manifest?.verbs ?? TASK_VERBS).includes('recall') || 'obstacle' in (await whatFollowed(context, loaded, last))) return []
  return [{ taskId: last.task_id!, stepName: last.step_name, at: last.at }]
}

/** Steps that the caller has done himself, the latest first. */
async function ownSteps(context: CaseContext, { tenantId, userId }: Caller, caseId: string): Promise<CaseEventRow[]> {
  const lines = await caseEvents(context.database).forCase(tenantId, caseId)
  return lines
    .filter(
      ({ type, actor_id, task_id, element_id }) =>
        type === 'task-completed' && actor_id === userId && task_id !== null && element_id !== null,
    )
    .reverse()
}

/** The open tasks that came of a step, or what stands in the way of taking it back. */
async function whatFollowed(
  context: CaseContext,
  { row, matter }: LoadedCase,
  done: CaseEventRow,
): Promise<{ open: UserTaskRow[] } | { obstacle: string }> {
  const action = matter.matter.tasks[done.element_id!]?.actions.find(({ key }) => key === done.action)
  if (action?.effect !== undefined) return { obstacle: `“${action.label}”已经出具文号,不能撤回` }
  const events = await context.engine.instances.history(row.tenant_id, row.instance_id)
  const from = events.findLastIndex((event) => event.type === 'userTaskCompleted' && event.tokenId === done.task_id)
  if (from < 0) return { obstacle: '该环节不是在本系统办理的,不能撤回' }
  const after = events.slice(from + 1)
  const entered = new Set(after.flatMap((event) => (event.type === 'elementEntered' ? event.tokenId : [])))
  const obstacle = after.map((event) => obstacleOf(event, entered)).find((text) => text !== null)
  if (obstacle) return { obstacle }
  const all = await openTasks(context, { row })
  const open = all.filter(({ id }) => entered.has(id))
  if (open.length === 0) return { obstacle: '后续没有待办理的环节,不能撤回' }
  const taken = open.find(({ assignee, candidate_groups }) => assignee !== null && candidate_groups.length > 0)
  if (taken) return { obstacle: `“${taken.name}”已由下一环节人员签收,不能撤回` }
  const ways = await context.engine.instances.waysBack(
    row.tenant_id,
    row.instance_id,
    open.map(({ id }) => id),
    [done.element_id!],
  )
  return ways.length === 0 ? { obstacle: '办理路径已经变化,不能撤回' } : { open }
}

/** Deeds of people and what has left the house; what the system passed over by itself is no obstacle. */
function obstacleOf(event: Event, entered: ReadonlySet<string>): string | null {
  if (event.type === 'userTaskCompleted' && entered.has(event.tokenId)) return '后续环节已经办理,不能撤回'
  if (event.type === 'externalTaskCreated' && entered.has(event.tokenId)) return '后续文书或者对外事项已经开始办理,不能撤回'
  if (event.type === 'callStarted' && entered.has(event.tokenId)) return '后续的子流程已经启动,不能撤回'
  return null
}
