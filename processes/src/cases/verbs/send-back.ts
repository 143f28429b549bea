import type { Modification } from '@lianban/engine'
import type { CommittedStep } from '@lianban/engine/runtime'
import { caseEvents, caseReturns, newId, type CaseEventRow, type CaseReturnRow, type Tx } from '@lianban/storage'
import type { ActionEffect } from '../../manifest.ts'
import { elementName } from '../../matters/matter-definition.ts'
import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { resubmitPathChanged, sendBackNotPossible, taskNotFound, verbNotOffered } from '../errors.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { mayTake } from '../separation.ts'
import { isSignTask } from './add-sign.ts'
import { heldTask, recordDeed } from './deed.ts'

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

/**
 * Sends a case back 退回 to a step that has been done. What has come of that step is cancelled and stays in the history; other
 * branches go on. The step goes to whoever did it, if he still may.
 * @throws CaseError REASON_REQUIRED, SEND_BACK_NOT_POSSIBLE and what `heldTask` throws
 */
export async function sendBack(context: CaseContext, caller: Caller, taskId: string, request: SendBack): Promise<void> {
  const reason = checkedReason(request.reason)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'send-back')
  if (await isSignTask(context, loaded.task)) throw verbNotOffered('退回', '加签任务请填写“不同意”意见,由发起加签的人退回')
  const target = await chosenTarget(context, loaded, request.to)
  const { task, row, matter } = loaded
  const at = context.clock()
  const [before, routing, doer] = await Promise.all([
    openTasks(context, loaded),
    context.engine.instances.routing(row.tenant_id, row.instance_id),
    whoDid(context, loaded, target),
  ])
  const move: Modification = {
    type: 'move',
    tokenIds: [task.id],
    elementId: target.elementId,
    back: true,
    ...(doer !== null && { given: { assignee: doer } }),
  }
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(acting),
      instructions: [move],
      reason: `退回:${reason}`,
      within: async (tx, step) => {
        const opened = openedAt(step, target.elementId)
        const assignees = new Map(before.map(({ id, assignee }) => [id, assignee]))
        const positions = takenFrom(step).map(({ elementId, tokenId, flowId }) => ({
          elementId,
          flowId,
          assignee: assignees.get(tokenId) ?? null,
        }))
        const record: Omit<CaseReturnRow, 'task_id'> = {
          tenant_id: row.tenant_id,
          id: newId(),
          case_id: row.id,
          from_element: task.element_id,
          to_element: target.elementId,
          mode: request.mode,
          positions,
          routing,
          reason,
          sent_by: acting.userId,
          sent_at: at,
          settled_at: null,
        }
        await caseReturns(tx).insert({ ...record, task_id: opened ?? '' })
        await recordDeed(context, tx, acting, {
          row,
          task,
          at,
          type: 'sent-back',
          action: 'task.sent-back',
          text: `退回至“${target.name}”${request.mode === 'direct' ? '(修改后直接送回)' : ''}`,
          reason,
          payload: {
            to: target.elementId,
            toStep: elementName(matter, target.elementId),
            mode: request.mode,
            canceled: positions.map(({ elementId }) => elementId),
          },
        })
      },
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
}

/** What the engine says of a move that came too late, for people. */
export function moved(error: unknown): unknown {
  const { code } = error as { code?: string }
  if (code === 'TOKEN_NOT_FOUND' || code === 'INSTANCE_NOT_FOUND') return taskNotFound()
  if (code === 'MOVE_NOT_POSSIBLE' || code === 'AMBIGUOUS_SCOPE' || code === 'MODIFICATION_NOT_POSSIBLE')
    return sendBackNotPossible('办理路径已经变化,不能退回到所选环节。请刷新页面后重新选择')
  return error
}

const takenFrom = (step: CommittedStep) => step.events.flatMap((event) => (event.type === 'tokensMoved' ? event.positions : []))

const openedAt = (step: CommittedStep, elementId: string): string | undefined =>
  step.events.flatMap((event) => (event.type === 'userTaskCreated' && event.elementId === elementId ? event.tokenId : []))[0]

/** The steps to which the task can be sent back, the latest first. */
export async function sendBackTargets(context: CaseContext, { row, matter, task }: LoadedTask): Promise<SendBackTarget[]> {
  const done = await doneSteps(context, row.tenant_id, row.id)
  const latest = new Map<string, CaseEventRow>()
  for (const line of done)
    if (line.element_id !== task.element_id && matter.matter.tasks[line.element_id!]) latest.set(line.element_id!, line)
  const newestFirst = untilEffect(
    [...latest.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)),
    matter,
  )
  const open = await context.engine.instances.waysBack(
    row.tenant_id,
    row.instance_id,
    [task.id],
    newestFirst.map(({ element_id }) => element_id!),
  )
  return open.map((elementId) => ({ elementId, name: elementName(matter, elementId), personName: latest.get(elementId)!.actor_name }))
}

/**
 * Steps up to the last one that had an effect in law: what has been accepted or decided, with its number and its days, is not
 * done once more by going back.
 */
function untilEffect(newestFirst: CaseEventRow[], { matter }: LoadedTask['matter']): CaseEventRow[] {
  const isLawful = ({ element_id, action }: CaseEventRow) =>
    matter.tasks[element_id!]?.actions.some(({ key, effect }) => key === action && effect !== undefined && !OF_THE_CLOCK.has(effect))
  const last = newestFirst.findIndex(isLawful)
  return last < 0 ? newestFirst : newestFirst.slice(0, last)
}

/** They stop or lengthen the clock, and stay as they are. */
const OF_THE_CLOCK: ReadonlySet<string> = new Set<ActionEffect>([
  'request-suspension',
  'open-suspension',
  'refuse-suspension',
  'extend',
  'refuse-extension',
])

async function doneSteps(context: CaseContext, tenantId: string, caseId: string): Promise<CaseEventRow[]> {
  const lines = await caseEvents(context.database).forCase(tenantId, caseId)
  return lines.filter(({ type, element_id }) => type === 'task-completed' && element_id !== null)
}

async function chosenTarget(context: CaseContext, loaded: LoadedTask, to: string): Promise<SendBackTarget> {
  const targets = await sendBackTargets(context, loaded)
  if (to === 'starter') {
    const own = (await doneSteps(context, loaded.row.tenant_id, loaded.row.id)).find(({ actor_id }) => actor_id === loaded.row.applicant_id)
    const target = targets.find(({ elementId }) => elementId === own?.element_id)
    if (!target) throw sendBackNotPossible('申请人在本办件中没有办理过环节,不能退回给申请人。需要申请人补充材料的,请在受理环节使用“补正”')
    return target
  }
  const target = to === 'previous' ? targets[0] : targets.find(({ elementId }) => elementId === to)
  if (!target)
    throw sendBackNotPossible(to === 'previous' ? '前面没有已经办理的环节,不能退回' : '所选环节尚未办理过,或者不在本任务之前,不能退回')
  return target
}

/** Whoever did the step last, unless he may not do it any more. */
async function whoDid(context: CaseContext, loaded: LoadedTask, { elementId }: SendBackTarget): Promise<string | null> {
  const done = await doneSteps(context, loaded.row.tenant_id, loaded.row.id)
  const last = done.findLast((line) => line.element_id === elementId)
  const userId = last?.on_behalf_of ?? last?.actor_id
  if (!userId || loaded.matter.matter.tasks[elementId]?.approval) return null
  return (await mayTake(context, loaded, { ...loaded.task, element_id: elementId, candidate_groups: [] }, userId)) === null ? userId : null
}

export interface Resubmission {
  open: CaseReturnRow
  /** Where the instance goes on; null: by its own way. */
  instead: { instructions: Modification[]; reason: string } | null
}

/**
 * What becomes of a task that was opened because the case was sent back, when it is done: its own way again, or straight back
 * to all the places that were taken away. @returns null if it was not sent back
 * @param given process variables that completing it sets
 * @throws CaseError RESUBMIT_PATH_CHANGED
 */
export async function resubmission(
  context: CaseContext,
  { row, task, hasReturns }: LoadedTask,
  given: Record<string, unknown>,
  wanted: 'direct' | 'forward' | undefined,
): Promise<Resubmission | null> {
  if (!hasReturns) return null
  const open = await caseReturns(context.database).openFor(row.tenant_id, row.id, task.id)
  if (!open) return null
  if ((wanted ?? open.mode) === 'forward' || open.mode === 'forward') return { open, instead: null }
  const now: Record<string, unknown> = { ...(await context.engine.instances.routing(row.tenant_id, row.instance_id)), ...given }
  const changed = Object.keys(open.routing).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(open.routing[name]))
  if (changed.length > 0) throw resubmitPathChanged(changed)
  const instructions = open.positions.map(({ elementId, flowId, assignee }): Modification =>
    flowId !== null
      ? { type: 'startTransition', flowId }
      : { type: 'startBefore', elementId, ...(assignee !== null && { given: { assignee } }) },
  )
  return { open, instead: { instructions, reason: '修改后直接送回退回人' } }
}

export const settle = (tx: Tx, { open }: Resubmission, at: number): Promise<void> => caseReturns(tx).settle(open.tenant_id, open.id, at)
