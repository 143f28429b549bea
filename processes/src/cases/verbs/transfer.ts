import { users, userTasks, type UserTaskRow } from '@lianban/storage'
import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { personNotEligible, taskAlreadyClaimed } from '../errors.ts'
import { holders, personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import { loadTask, readableTask, taskResource, type LoadedTask } from '../resources.ts'
import { mayTake } from '../separation.ts'
import { isSignTask } from './add-sign.ts'
import { heldTask, recordDeed, refuseOnHold } from './deed.ts'
import { transferRefusal, transferSaid } from './rules/hand-on.ts'

/** Tasks of one person that are handed over in one request. */
const MAX_HANDED_OVER = 500

export interface HandOn {
  /** User id. */
  to: string
  reason: string
}

/**
 * Hands a task on for good 转办, to somebody who holds its post and whom the separation of duties allows.
 * @throws CaseError REASON_REQUIRED, PERSON_NOT_ELIGIBLE and what `heldTask` throws
 */
export async function transfer(context: CaseContext, caller: Caller, taskId: string, request: HandOn): Promise<void> {
  const reason = checkedReason(request.reason)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'transfer')
  const { task } = loaded
  const refusal = transferRefusal({ ...task, delegationState: task.delegation_state }, await isSignTask(context, task), request.to)
  if (refusal) throw refusal
  const obstacle = await mayTake(context, loaded, task, request.to)
  if (obstacle !== null) throw personNotEligible(obstacle)
  await assignTo(context, acting, loaded, { to: request.to, reason, text: '转办' })
}

/** Somebody of the post of a step. `reason`: why the task cannot go to him; null: it can. */
export interface Transferee {
  id: string
  name: string
  reason: string | null
}

/**
 * Who may take over a task of this step: holders of its post, each judged by the rules that will decide.
 * @throws CaseError TASK_NOT_FOUND; NOT_FOUND
 */
export async function transferees(context: CaseContext, caller: Caller, taskId: string): Promise<Transferee[]> {
  const loaded = await readableTask(context, caller, taskId)
  const { row, matter, task } = loaded
  const step = matter.matter.tasks[task.element_id]
  if (step === undefined) return []
  const people = await holders(context, row.tenant_id, step.organ ?? row.organ_id, step.post)
  return Promise.all(
    people
      .filter(({ id }) => id !== task.assignee)
      .map(async ({ id, name }) => ({ id, name, reason: await mayTake(context, loaded, task, id) })),
  )
}

async function assignTo(
  context: CaseContext,
  caller: Caller,
  { task, row }: LoadedTask,
  { to, reason, text }: { to: string; reason: string; text: '转办' | '移交' },
): Promise<void> {
  const at = context.clock()
  const [from, name] = await Promise.all([
    task.assignee === null ? null : personName(context, row.tenant_id, task.assignee),
    personName(context, row.tenant_id, to),
  ])
  await context.engine
    .assignTask({
      tenantId: row.tenant_id,
      taskId: task.id,
      assignee: to,
      expectedAssignee: task.assignee,
      actor: engineActor(caller),
      within: (tx) =>
        recordDeed(context, tx, caller, {
          row,
          task,
          at,
          ...transferSaid(text, from, name, reason),
          action: 'task.assigned',
          payload: { from: task.assignee, to },
        }),
    })
    .catch((error: unknown) => {
      throw (error as { code?: string }).code === 'TASK_ALREADY_CLAIMED' ? taskAlreadyClaimed() : error
    })
}

export interface HandOver {
  /** Whose tasks, and to whom. */
  from: string
  to: string
  reason: string
}

export interface HandedOver {
  /** Tasks that were handed over. */
  handed: number
  /** Those that were not, and why. */
  refused: { taskId: string; stepName: string; reason: string }[]
}

/**
 * All open tasks of a person go to another 批量移交, e.g. before he leaves; each by the same rules as a single one, each in a
 * transaction of its own. Asked again it goes on with what is left.
 * @throws CaseError REASON_REQUIRED, PERSON_NOT_ELIGIBLE; NOT_AUTHORIZED for an organ that is not the caller's
 */
export async function handOver(context: CaseContext, caller: Caller, request: HandOver): Promise<HandedOver> {
  const reason = checkedReason(request.reason)
  const { tenantId } = caller
  const { posts } = await context.tenants.users.caller(tenantId, request.from)
  await context.tenants.authorization.assert(caller, 'assign', { type: 'task', organId: posts[0]?.organId })
  if (request.from === request.to) throw personNotEligible('移出人与接收人相同')
  for (const id of [request.from, request.to]) if (!(await users(context.database).get(tenantId, id))) throw personNotEligible('人员不存在')
  const held = await userTasks(context.database).list(
    { tenantId, where: [{ column: 'assignee', op: '=', value: request.from }] },
    { limit: MAX_HANDED_OVER },
  )
  const result: HandedOver = { handed: 0, refused: [] }
  for (const task of held) {
    const obstacle = await handOne(context, caller, task, { to: request.to, reason })
    if (obstacle === null) result.handed++
    else result.refused.push({ taskId: task.id, stepName: task.name, reason: obstacle })
  }
  return result
}

async function handOne(context: CaseContext, caller: Caller, task: UserTaskRow, { to, reason }: HandOn): Promise<string | null> {
  if (task.business_key === null) return '不是办件的任务'
  const loaded = await loadTask(context, caller.tenantId, task.id, null)
  const decision = context.tenants.authorization.decide(caller, 'assign', taskResource(loaded))
  if (!decision.allowed) return decision.reason
  if (await isSignTask(context, loaded.task)) return '加签任务只能由被加签人本人办理'
  try {
    refuseOnHold(loaded.row, caller)
    const obstacle = await mayTake(context, loaded, loaded.task, to)
    if (obstacle !== null) return obstacle
    await assignTo(context, caller, loaded, { to, reason, text: '移交' })
    return null
  } catch (error) {
    if (typeof (error as { code?: unknown }).code === 'string') return (error as Error).message
    throw error
  }
}
