import type { Modification } from '@lianban/engine'
import type { CommittedStep } from '@lianban/engine/runtime'
import { newId, taskSigns, type TaskSignRow, type Tx, type UserTaskRow } from '@lianban/storage'
import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { personNotEligible, taskNotFound, verbNotOffered } from '../errors.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { heldTask, recordDeed } from './deed.ts'
import { mayBeAsked } from './people.ts'
import { moved } from './send-back.ts'
import { addVoters, votingOf } from './voters.ts'

/** People who are asked in one request. */
export const MAX_SIGNERS = 20

export interface AddSign {
  /** before 前加签: the task waits for them; parallel 并行加签: beside it; after 后加签: once it is decided. */
  kind: TaskSignRow['kind']
  people: string[]
  /** What they are asked. */
  reason: string
}

const KIND_LABELS: Record<TaskSignRow['kind'], string> = { before: '前加签', parallel: '并行加签', after: '后加签' }

/** Whether the task is one of somebody who was asked beside another one. */
export const isSignTask = async (context: CaseContext, task: Pick<UserTaskRow, 'tenant_id' | 'id'>): Promise<boolean> =>
  (await taskSigns(context.database).ofTask(task.tenant_id, task.id)) !== undefined

/** Both in one query: whether the task is such a one, and who asked beside it has not answered. */
export async function signsAround(
  db: Tx,
  { task, hasSigns }: Pick<LoadedTask, 'task' | 'hasSigns'>,
): Promise<{ isSign: boolean; pending: TaskSignRow[] }> {
  if (!hasSigns) return { isSign: false, pending: [] }
  const rows = await taskSigns(db).around(task.tenant_id, task.id)
  return {
    isSign: rows.some(({ task_id }) => task_id === task.id),
    pending: rows.filter((row) => row.host_task === task.id && isPending(row)),
  }
}

/** Those asked beside a task who have not answered. */
export const pendingSigns = async (db: Tx, task: Pick<UserTaskRow, 'tenant_id' | 'id'>): Promise<TaskSignRow[]> =>
  (await taskSigns(db).beside(task.tenant_id, task.id)).filter(isPending)

const isPending = ({ state }: TaskSignRow): boolean => state === 'open' || state === 'planned'

/**
 * Asks more people for their signature 加签. At a step that several persons decide, `parallel` makes them voters like the others;
 * else each gets a task of his own beside the caller's, at once or, with `after`, when the caller has decided.
 * @throws CaseError REASON_REQUIRED, PERSON_NOT_ELIGIBLE, VERB_NOT_OFFERED and what `heldTask` throws
 */
export async function addSign(context: CaseContext, caller: Caller, taskId: string, request: AddSign): Promise<void> {
  const reason = checkedReason(request.reason)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'add-sign')
  const { task, row } = loaded
  const people = [...new Set(request.people)]
  if (people.length === 0 || people.length > MAX_SIGNERS) throw personNotEligible(`请选择1至${MAX_SIGNERS}名加签人员`)
  if (task.delegation_state === 'PENDING') throw verbNotOffered('加签', '这项任务是委派给您办理的,请办理后交回')
  const isSign = await isSignTask(context, task)
  if (isSign && request.kind !== 'before') throw verbNotOffered('加签', '加签任务只能再前加签')
  const voting = isSign ? null : await votingOf(context, loaded)
  const names = await namesOf(context, loaded, people, voting?.people ?? [])
  if (voting && request.kind === 'parallel') return addVoters(context, acting, loaded, { voting, people, names, reason })
  const at = context.clock()
  const signs = people.map((userId) => signOf(acting, loaded, { userId, kind: request.kind, reason, at }))
  await openSigns(context, acting, loaded, request.kind === 'after' ? [] : signs, async (tx, opened) => {
    await taskSigns(tx).insert(
      signs.map((sign, i) => ({ ...sign, ...(opened[i] !== undefined && { task_id: opened[i], state: 'open' as const }) })),
    )
    await recordDeed(context, tx, acting, {
      row,
      task,
      at,
      type: 'sign-added',
      action: 'task.sign-added',
      text: `${KIND_LABELS[request.kind]}:${names.join('、')}`,
      reason,
      payload: { kind: request.kind, people },
    })
  })
}

/**
 * Opens the tasks of those who are asked, beside the task; with nobody to ask it only makes sure that the task is still there.
 * @param within gets the ids of the tasks, in the order of the signs
 */
export async function openSigns(
  context: CaseContext,
  caller: Caller,
  { row, task }: LoadedTask,
  signs: readonly TaskSignRow[],
  within: (tx: Tx, opened: string[]) => Promise<void>,
): Promise<void> {
  const call = { tenantId: row.tenant_id, actor: engineActor(caller) }
  const instructions = signs.map((sign): Modification => beside(task, sign))
  const openedBy = (step: CommittedStep) => step.events.flatMap((event) => (event.type === 'userTaskCreated' ? event.tokenId : []))
  const done =
    instructions.length > 0
      ? context.engine.modify({
          ...call,
          instanceId: row.instance_id,
          instructions,
          reason: '加签',
          within: (tx, step) => within(tx, openedBy(step)),
        })
      : context.engine.updateTask({
          ...call,
          taskId: task.id,
          expectedAssignee: task.assignee,
          changes: {},
          within: (tx) => within(tx, []),
        })
  await done.catch((error: unknown) => {
    throw moved(error)
  })
}

const beside = (task: UserTaskRow, sign: TaskSignRow): Modification => ({
  type: 'startBeside',
  tokenId: task.id,
  task: { assignee: sign.user_id, candidateGroups: [], candidateUsers: [], name: `${task.name}(加签)`, dueAt: task.due_at },
})

function signOf(
  caller: Caller,
  { row, task }: LoadedTask,
  { userId, kind, reason, at }: { userId: string; kind: TaskSignRow['kind']; reason: string; at: number },
): TaskSignRow {
  return {
    tenant_id: row.tenant_id,
    id: newId(),
    case_id: row.id,
    host_task: task.id,
    kind,
    user_id: userId,
    task_id: null,
    state: 'planned',
    request: reason,
    requested_by: caller.userId,
    requested_at: at,
    opinion: null,
    done_at: null,
  }
}

/** The names of the people, each of whom can be asked and is not asked already. @throws CaseError PERSON_NOT_ELIGIBLE */
async function namesOf(context: CaseContext, { row, task }: LoadedTask, people: string[], voters: readonly string[]): Promise<string[]> {
  const asked = await pendingSigns(context.database, task)
  const busy = new Set([task.assignee, ...voters, ...asked.map(({ user_id }) => user_id)])
  const names: string[] = []
  for (const userId of people) {
    const name = await personName(context, row.tenant_id, userId)
    if (busy.has(userId)) throw personNotEligible(`${name}已经是本环节的办理人`)
    const obstacle = await mayBeAsked(context, row.tenant_id, userId)
    if (obstacle !== null) throw personNotEligible(obstacle)
    names.push(name)
  }
  return names
}

/**
 * Asks somebody no more 减签 who has not answered yet. @returns the task beside which he was asked
 * @throws CaseError REASON_REQUIRED, TASK_NOT_FOUND and what `heldTask` throws
 */
export async function removeSign(
  context: CaseContext,
  caller: Caller,
  taskId: string,
  request: { signId: string; reason: string },
): Promise<LoadedTask> {
  const reason = checkedReason(request.reason)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'add-sign')
  const { row, task } = loaded
  const sign = await taskSigns(context.database).get(row.tenant_id, request.signId)
  if (sign?.host_task !== task.id || (sign.state !== 'open' && sign.state !== 'planned')) throw taskNotFound()
  const name = await personName(context, row.tenant_id, sign.user_id)
  const at = context.clock()
  const within = async (tx: Tx) => {
    await taskSigns(tx).change(row.tenant_id, sign.id, ['open', 'planned'], { state: 'removed', done_at: at })
    const payload = { sign: sign.id, userId: sign.user_id }
    await recordDeed(context, tx, acting, {
      row,
      task,
      at,
      type: 'sign-removed',
      action: 'task.sign-removed',
      text: `减签:${name}`,
      reason,
      payload,
    })
  }
  if (sign.task_id === null) await openSigns(context, acting, loaded, [], within)
  else {
    const instructions: Modification[] = [{ type: 'cancel', tokenId: sign.task_id }]
    await context.engine
      .modify({
        tenantId: row.tenant_id,
        instanceId: row.instance_id,
        actor: engineActor(acting),
        instructions,
        reason: `减签:${reason}`,
        within,
      })
      .catch((error: unknown) => {
        throw moved(error)
      })
  }
  return loaded
}
