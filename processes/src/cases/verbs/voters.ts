import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { heldTask, recordDeed } from './deed.ts'
import { moved } from './rules/moved.ts'
import { removedSaid, voterRemoved, votersAdded, votersSaid, votingIn, type Voting } from './rules/signs.ts'

export type { Voting } from './rules/signs.ts'

/** The vote that the task is part of; null: its step is decided by one person. */
export async function votingOf(context: CaseContext, { row, task, matter }: LoadedTask): Promise<Voting | null> {
  if (!matter.matter.tasks[task.element_id]?.approval) return null
  return votingIn(await context.engine.instances.loopOf(row.tenant_id, row.instance_id, task.id))
}

/** More voters: in a sequence they come next, else they vote beside the others. */
export async function addVoters(
  context: CaseContext,
  caller: Caller,
  { row, task }: LoadedTask,
  { voting, people, names, reason }: { voting: Voting; people: string[]; names: string[]; reason: string },
): Promise<void> {
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(caller),
      instructions: [votersAdded(voting, people)],
      reason: '加签',
      within: (tx) =>
        recordDeed(context, tx, caller, {
          row,
          task,
          at: context.clock(),
          ...votersSaid(voting, names, reason),
          action: 'task.sign-added',
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
  const removal = voterRemoved(voting, request.userId, task.assignee)
  const name = await personName(context, row.tenant_id, request.userId)
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(acting),
      instructions: [removal],
      reason: `减签:${reason}`,
      within: (tx) =>
        recordDeed(context, tx, acting, {
          row,
          task,
          at: context.clock(),
          ...removedSaid(name, reason),
          action: 'task.sign-removed',
          payload: { userId: request.userId },
        }),
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
}
