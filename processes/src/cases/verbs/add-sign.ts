import type { Modification } from '@lianban/engine'
import type { CommittedStep } from '@lianban/engine/runtime'
import { newId, taskSigns, type TaskSignRow, type Tx, type UserTaskRow } from '@lianban/storage'
import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { personNotEligible, taskNotFound } from '../errors.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { heldTask, recordDeed } from './deed.ts'
import { mayBeAsked } from './people.ts'
import { moved } from './rules/moved.ts'
import { beside, checkedSigners, isPending, newSign, refuseBusy, removedSaid, signsSaid, type AddSign } from './rules/signs.ts'
import { addVoters, votingOf } from './voters.ts'

export type { AddSign } from './rules/signs.ts'

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

/**
 * Asks more people for their signature 加签. At a step that several persons decide, `parallel` makes them voters like the others;
 * else each gets a task of his own beside the caller's, at once or, with `after`, when the caller has decided.
 * @throws CaseError REASON_REQUIRED, PERSON_NOT_ELIGIBLE, VERB_NOT_OFFERED and what `heldTask` throws
 */
export async function addSign(context: CaseContext, caller: Caller, taskId: string, request: AddSign): Promise<void> {
  const reason = checkedReason(request.reason)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'add-sign')
  const { task, row } = loaded
  const isSign = await isSignTask(context, task)
  const people = checkedSigners({ delegationState: task.delegation_state }, isSign, request)
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
      ...signsSaid(request.kind, names, reason),
      action: 'task.sign-added',
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
  const instructions = signs.map((sign): Modification => beside({ id: task.id, name: task.name, dueAt: task.due_at }, sign))
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

function signOf(
  caller: Caller,
  { row, task }: LoadedTask,
  { userId, kind, reason, at }: { userId: string; kind: TaskSignRow['kind']; reason: string; at: number },
): TaskSignRow {
  return newSign({
    ...{ tenant_id: row.tenant_id, id: newId(), case_id: row.id, host_task: task.id, kind, user_id: userId },
    ...{ request: reason, requested_by: caller.userId, requested_at: at },
  })
}

/** The names of the people, each of whom can be asked and is not asked already. @throws CaseError PERSON_NOT_ELIGIBLE */
async function namesOf(context: CaseContext, { row, task }: LoadedTask, people: string[], voters: readonly string[]): Promise<string[]> {
  const pending = await pendingSigns(context.database, task)
  const names: string[] = []
  for (const userId of people) {
    const name = await personName(context, row.tenant_id, userId)
    refuseBusy({ id: userId, name }, { assignee: task.assignee, voters, pending })
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
      ...removedSaid(name, reason),
      action: 'task.sign-removed',
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
