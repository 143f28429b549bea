import type { RunningLoop } from '@lianban/engine/runtime'
import type { Approver } from '../approval/rule.ts'
import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { personNotEligible, verbNotOffered } from '../errors.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { heldTask, recordDeed } from './deed.ts'
import { moved } from './send-back.ts'

/** A step that several persons decide, at work. */
export interface Voting extends RunningLoop {
  /** User ids of those who are asked or will be. */
  people: string[]
}

/** The vote that the task is part of; null: its step is decided by one person. */
export async function votingOf(context: CaseContext, { row, task, matter }: LoadedTask): Promise<Voting | null> {
  if (!matter.matter.tasks[task.element_id]?.approval) return null
  const loop = await context.engine.instances.loopOf(row.tenant_id, row.instance_id, task.id)
  return loop && { ...loop, people: [...loop.open, ...loop.planned].map(({ item }) => (item as unknown as Approver).userId) }
}

/** More voters: in a sequence they come next, else they vote beside the others. */
export async function addVoters(
  context: CaseContext,
  caller: Caller,
  { row, task }: LoadedTask,
  { voting, people, names, reason }: { voting: Voting; people: string[]; names: string[]; reason: string },
): Promise<void> {
  const { scopeId, sequential, planned } = voting
  const items = people.map((userId) => ({ userId, weight: 1, added: true }))
  const at = sequential && planned[0] ? { at: planned[0].at } : {}
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(caller),
      instructions: [{ type: 'addToLoop', scopeId, items, ...at }],
      reason: '加签',
      within: (tx) =>
        recordDeed(context, tx, caller, {
          row,
          task,
          at: context.clock(),
          type: 'sign-added',
          action: 'task.sign-added',
          text: `加签:${names.join('、')}参加${sequential ? '依次审批' : '会签'}`,
          reason,
          payload: { kind: 'voter', people },
        }),
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
}

/**
 * Takes a voter out 减签 who has not voted; whether the vote is decided is asked anew. Nobody takes out himself, or the last one.
 * @throws CaseError REASON_REQUIRED, PERSON_NOT_ELIGIBLE, VERB_NOT_OFFERED and what `heldTask` throws
 */
export async function removeVoter(
  context: CaseContext,
  caller: Caller,
  taskId: string,
  request: { userId: string; reason: string },
): Promise<void> {
  const reason = checkedReason(request.reason)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'add-sign')
  const { row, task } = loaded
  const voting = await votingOf(context, loaded)
  if (!voting) throw verbNotOffered('减签', '本环节由一人办理')
  if (request.userId === task.assignee) throw personNotEligible('不能减去本人')
  const isHis = ({ item }: { item: unknown }) => (item as Approver).userId === request.userId
  const open = voting.open.find(isHis)
  const planned = voting.planned.find(isHis)
  if (!open && !planned) throw personNotEligible('该人员不在本环节待办理的人员之中')
  const name = await personName(context, row.tenant_id, request.userId)
  const { scopeId } = voting
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(acting),
      instructions: [
        open
          ? { type: 'removeFromLoop', scopeId, tokenId: open.taskId, output: { removed: true } }
          : { type: 'removeFromLoop', scopeId, at: planned!.at },
      ],
      reason: `减签:${reason}`,
      within: (tx) =>
        recordDeed(context, tx, acting, {
          row,
          task,
          at: context.clock(),
          type: 'sign-removed',
          action: 'task.sign-removed',
          text: `减签:${name}`,
          reason,
          payload: { userId: request.userId },
        }),
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
}
