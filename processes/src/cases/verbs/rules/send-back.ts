import type { Event, Modification } from '@lianban/engine'
import type { CaseReturnRow } from '@lianban/storage'
import type { ActionEffect, MatterManifest } from '../../../manifest.ts'
import { resubmitPathChanged, sendBackNotPossible } from '../../errors.ts'
import type { NewLine } from '../../line.ts'
import type { Said } from './deed.ts'

export interface SendBack {
  /** A step that has been done, the one before (`previous`), or the first one that the applicant himself did (`starter`). */
  to: string
  /** Handed in again it takes its way again, or goes straight back to whoever sent it back. */
  mode: 'forward' | 'direct'
  reason: string
}

export interface SendBackTarget {
  elementId: string
  name: string
  /** Who did it last. */
  personName: string | null
}

export type DoneLine = Pick<NewLine, 'type' | 'element_id' | 'action' | 'actor_id' | 'actor_name' | 'on_behalf_of'>

/** Steps that were done, oldest first. @param lines of the time line in their order */
export const doneSteps = <Line extends DoneLine>(lines: readonly Line[]): Line[] =>
  lines.filter(({ type, element_id }) => type === 'task-completed' && element_id !== null)

/**
 * The steps that a task could be sent back to if the model allows it, the latest first, each as it was done last: up to the last
 * one that had an effect in law. What has been accepted or decided, with its number and its days, is not done once more by going back.
 */
export function stepsBefore<Line extends DoneLine>(lines: readonly Line[], matter: MatterManifest, elementId: string): Line[] {
  const latest = new Map<string, Line>()
  for (const line of doneSteps(lines)) {
    if (line.element_id === elementId || !matter.tasks[line.element_id!]) continue
    latest.delete(line.element_id!)
    latest.set(line.element_id!, line)
  }
  const newestFirst = [...latest.values()].reverse()
  const effectOf = ({ element_id, action }: DoneLine) => matter.tasks[element_id!]?.actions.find(({ key }) => key === action)?.effect
  const isLawful = (effect: ActionEffect | undefined) => effect !== undefined && !OF_THE_CLOCK.has(effect)
  const last = newestFirst.findIndex((line) => isLawful(effectOf(line)))
  const open = last < 0 ? newestFirst : newestFirst.slice(0, last)
  // A request that was decided is not there to be decided once more: whoever wants another asks anew.
  return open.filter((line) => !DECIDES_A_REQUEST.has(effectOf(line) ?? ''))
}

/** They stop or lengthen the clock, and stay as they are. */
const OF_THE_CLOCK: ReadonlySet<string> = new Set<ActionEffect>([
  'request-suspension',
  'open-suspension',
  'refuse-suspension',
  'extend',
  'refuse-extension',
])

const DECIDES_A_REQUEST: ReadonlySet<string> = new Set<ActionEffect>(['open-suspension', 'refuse-suspension', 'extend', 'refuse-extension'])

/** Where the task goes. @throws CaseError SEND_BACK_NOT_POSSIBLE */
export function chosenTarget(
  targets: readonly SendBackTarget[],
  to: string,
  { lines, applicantId }: { lines: readonly DoneLine[]; applicantId: string },
): SendBackTarget {
  if (to === 'starter') {
    const own = doneSteps(lines).find(({ actor_id }) => actor_id === applicantId)
    const target = targets.find(({ elementId }) => elementId === own?.element_id)
    if (!target) throw sendBackNotPossible('申请人在本办件中没有办理过环节,不能退回给申请人。需要申请人补充材料的,请在受理环节使用“补正”')
    return target
  }
  const target = to === 'previous' ? targets[0] : targets.find(({ elementId }) => elementId === to)
  if (!target)
    throw sendBackNotPossible(to === 'previous' ? '前面没有已经办理的环节,不能退回' : '所选环节尚未办理过,或者不在本任务之前,不能退回')
  return target
}

/** Whoever did a step last; null: nobody, or several decide it. */
export function lastDoer(lines: readonly DoneLine[], matter: MatterManifest, elementId: string): string | null {
  const last = doneSteps(lines).findLast((line) => line.element_id === elementId)
  return matter.tasks[elementId]?.approval ? null : (last?.on_behalf_of ?? last?.actor_id ?? null)
}

/** A task goes back to a step, which whoever did it before gets if he still may. */
export const moveBack = (tokenIds: string[], elementId: string, doer: string | null): Modification => ({
  ...{ type: 'move', tokenIds, elementId, back: true },
  ...(doer !== null && { given: { assignee: doer } }),
})

/** What goes on record of it. @param events of the engine's step   @param assignees of the tasks that were open before, by their ids */
export function returned(
  events: readonly Event[],
  assignees: ReadonlyMap<string, string | null>,
  target: SendBackTarget,
): Pick<CaseReturnRow, 'positions' | 'task_id'> {
  const moved = events.flatMap((event) => (event.type === 'tokensMoved' ? event.positions : []))
  const opened = events.flatMap((event) => (event.type === 'userTaskCreated' && event.elementId === target.elementId ? event.tokenId : []))
  return {
    task_id: opened[0] ?? '',
    positions: moved.map(({ elementId, tokenId, flowId }) => ({ elementId, flowId, assignee: assignees.get(tokenId) ?? null })),
  }
}

export const sentBackSaid = (target: SendBackTarget, { mode, reason }: Omit<SendBack, 'to'>): Said => ({
  type: 'sent-back',
  text: `退回至“${target.name}”${mode === 'direct' ? '(修改后直接送回)' : ''}`,
  reason,
})

/** Where an instance goes on instead of by a task's own way out. */
export interface Instead {
  instructions: Modification[]
  reason: string
}

/**
 * Where a task goes on that was opened because the case was sent back: its own way again (null), or straight back to all the places
 * that were taken away.
 * @param now variables that conditions read, as they will be. @throws CaseError RESUBMIT_PATH_CHANGED
 */
export function wayOfResubmission(
  open: Pick<CaseReturnRow, 'mode' | 'routing' | 'positions'>,
  wanted: SendBack['mode'] | undefined,
  now: () => Record<string, unknown>,
): Instead | null {
  if ((wanted ?? open.mode) === 'forward' || open.mode === 'forward') return null
  const is = now()
  const changed = Object.keys(open.routing).filter((name) => JSON.stringify(is[name]) !== JSON.stringify(open.routing[name]))
  if (changed.length > 0) throw resubmitPathChanged(changed)
  const instructions = open.positions.map(({ elementId, flowId, assignee }): Modification =>
    flowId !== null
      ? { type: 'startTransition', flowId }
      : { type: 'startBefore', elementId, ...(assignee !== null && { given: { assignee } }) },
  )
  return { instructions, reason: '修改后直接送回退回人' }
}
