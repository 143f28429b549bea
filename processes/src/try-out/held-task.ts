import { routingVariables, runningLoop, waysBack } from '@lianban/engine'
import type { CaseReturnRow, TaskSignRow } from '@lianban/storage'
import { isPending, votingIn, type Voting } from '../cases/verbs/rules/signs.ts'
import { stepsBefore, type SendBackTarget } from '../cases/verbs/rules/send-back.ts'
import { deedLine, refuseOnHold, refuseVerb, type Said } from '../cases/verbs/rules/deed.ts'
import { personNotEligible } from '../cases/errors.ts'
import type { TaskVerb } from '../manifest.ts'
import { elementName } from '../matters/matter-definition.ts'
import { callerOf, type Person } from './people.ts'
import type { TryOutState } from './state.ts'
import { taken, type Taken } from './tasks.ts'
import type { Work } from './work.ts'

/* What the verbs of an approval 审批动作 find in a try-out where the case service asks the database. */

type Seen = Pick<Work, 'setup' | 'state'>

/**
 * A task for one of the verbs that its step offers; who has none takes it up for that.
 * @throws CaseError VERB_NOT_OFFERED, CASE_ON_HOLD; TryOutError as `taken`
 */
export function heldTask(
  work: Work,
  { elementId, as }: { elementId: string; as: string },
  verb: Exclude<TaskVerb, 'recall'> | 'sign',
): Taken {
  const task = taken(work, elementId, as)
  if (verb !== 'sign') refuseVerb(task.manifest, verb)
  refuseOnHold(work.file, { userId: as })
  return takeUp(work, task)
}

/** 签收. */
export function takeUp(work: Work, task: Taken): Taken {
  const { open, tokenId, person } = task
  if (open.task.assignee !== null) return task
  work.send(open.instanceId, { type: 'updateUserTask', tokenId, changes: { assignee: person.id } }, { by: person.id })
  return { ...task, open: work.state.tasks[tokenId]! }
}

/** What somebody was asked whose task this is; undefined: it is a task of its step. */
export const signOf = ({ signs }: TryOutState, tokenId: string): TaskSignRow | undefined => signs.find(({ task_id }) => task_id === tokenId)

/** Those asked beside a task, in the order in which they were asked. */
export const signsBeside = ({ signs }: TryOutState, tokenId: string): TaskSignRow[] =>
  signs.filter(({ host_task }) => host_task === tokenId)

export const pendingBeside = (state: TryOutState, tokenId: string): TaskSignRow[] => signsBeside(state, tokenId).filter(isPending)

/** The return for which a task was opened, unless it has been handed in again. */
export const returnOf = ({ returns }: TryOutState, tokenId: string): CaseReturnRow | undefined =>
  returns.find(({ task_id, settled_at }) => task_id === tokenId && settled_at === null)

const instanceAndProcess = ({ setup, state }: Seen, instanceId: string) => {
  const instance = state.instances[instanceId]!
  return { instance, process: setup.processes[instance.definitionKey]! }
}

/** The vote that a task is part of; null: its step is decided by one person. */
export function votingOf(seen: Seen, tokenId: string): Voting | null {
  const open = seen.state.tasks[tokenId]
  if (!open || !seen.setup.matter.matter.tasks[open.elementId]?.approval) return null
  const { instance, process } = instanceAndProcess(seen, open.instanceId)
  return votingIn(runningLoop(process, instance, tokenId))
}

/** The steps to which a task can be sent back, the latest first. */
export function sendBackTargets(seen: Seen, tokenId: string): SendBackTarget[] {
  const { setup, state } = seen
  const { elementId, instanceId } = state.tasks[tokenId]!
  const before = stepsBefore(state.lines, setup.matter.matter, elementId)
  return canMoveBack(
    seen,
    instanceId,
    [tokenId],
    before.map(({ element_id }) => element_id!),
  ).map((target) => ({
    elementId: target,
    name: elementName(setup.matter, target),
    personName: before.find(({ element_id }) => element_id === target)!.actor_name,
  }))
}

/** Of some elements those to which tokens can be moved back. */
export function canMoveBack(seen: Seen, instanceId: string, tokenIds: string[], elementIds: string[]): string[] {
  const { instance, process } = instanceAndProcess(seen, instanceId)
  return tokenIds.some((id) => !Object.hasOwn(instance.tokens, id)) ? [] : waysBack(process, instance, tokenIds, elementIds)
}

export function routingOf(seen: Seen, instanceId: string): Record<string, unknown> {
  const { instance, process } = instanceAndProcess(seen, instanceId)
  return routingVariables(process, instance)
}

export const nameOf = ({ setup }: Pick<Work, 'setup'>, id: string): string => setup.people.find(id)?.name ?? id

/** Somebody who is asked for his work or his signature at a task that is not of his post. @throws CaseError PERSON_NOT_ELIGIBLE */
export function asked({ setup }: Work, id: string): Person {
  const person = setup.people.find(id)
  if (!person || person.posts.length === 0)
    throw personNotEligible(person ? `${person.name}没有办理任务的岗位` : '人员不存在,或者不是本县工作人员')
  return person
}

/** Puts a deed on the time line. @param task that it was done with; null: the case as a whole */
export function record(
  work: Work,
  person: Person,
  said: Said,
  task: Taken | { id: string; element_id: string; name: string } | null,
): void {
  const at = work.state.now
  const about = task && ('open' in task ? { id: task.tokenId, element_id: task.open.elementId, name: task.open.task.name } : task)
  const line = deedLine(work.file, callerOf(person), { ...said, task: about, at })
  work.change({ lines: [...work.state.lines, line] })
}
