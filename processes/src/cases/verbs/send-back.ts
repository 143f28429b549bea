import { caseEvents, caseReturns, newId, type CaseEventRow, type CaseReturnRow, type Tx } from '@lianban/storage'
import { elementName } from '../../matters/matter-definition.ts'
import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { verbNotOffered } from '../errors.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { mayTake } from '../separation.ts'
import { isSignTask } from './add-sign.ts'
import { heldTask, recordDeed } from './deed.ts'
import { moved } from './rules/moved.ts'
import {
  chosenTarget,
  lastDoer,
  moveBack,
  returned,
  sentBackSaid,
  stepsBefore,
  wayOfResubmission,
  type Instead,
  type SendBack,
  type SendBackTarget,
} from './rules/send-back.ts'

export type { SendBack, SendBackTarget } from './rules/send-back.ts'

/**
 * Sends a case back 退回 to a step that has been done. What has come of that step is cancelled and stays in the history; other
 * branches go on. The step goes to whoever did it, if he still may.
 * @throws CaseError REASON_REQUIRED, SEND_BACK_NOT_POSSIBLE and what `heldTask` throws
 */
export async function sendBack(context: CaseContext, caller: Caller, taskId: string, request: SendBack): Promise<void> {
  const reason = checkedReason(request.reason)
  const { loaded, acting } = await heldTask(context, caller, taskId, 'send-back')
  if (await isSignTask(context, loaded.task)) throw verbNotOffered('退回', '加签任务请填写“不同意”意见,由发起加签的人退回')
  const { task, row, matter } = loaded
  const lines = await caseEvents(context.database).forCase(row.tenant_id, row.id)
  const target = chosenTarget(await sendBackTargets(context, loaded), request.to, { lines, applicantId: row.applicant_id })
  const at = context.clock()
  const [before, routing, doer] = await Promise.all([
    openTasks(context, loaded),
    context.engine.instances.routing(row.tenant_id, row.instance_id),
    whoDid(context, loaded, target.elementId, lines),
  ])
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(acting),
      instructions: [moveBack([task.id], target.elementId, doer)],
      reason: `退回:${reason}`,
      within: async (tx, step) => {
        const came = returned(step.events, new Map(before.map(({ id, assignee }) => [id, assignee])), target)
        const record: CaseReturnRow = {
          ...came,
          tenant_id: row.tenant_id,
          id: newId(),
          case_id: row.id,
          from_element: task.element_id,
          to_element: target.elementId,
          mode: request.mode,
          routing,
          reason,
          sent_by: acting.userId,
          sent_at: at,
          settled_at: null,
        }
        await caseReturns(tx).insert(record)
        await recordDeed(context, tx, acting, {
          row,
          task,
          at,
          ...sentBackSaid(target, { mode: request.mode, reason }),
          action: 'task.sent-back',
          payload: {
            to: target.elementId,
            toStep: elementName(matter, target.elementId),
            mode: request.mode,
            canceled: came.positions.map(({ elementId }) => elementId),
          },
        })
      },
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
}

/** The steps to which the task can be sent back, the latest first. */
export async function sendBackTargets(context: CaseContext, { row, matter, task }: LoadedTask): Promise<SendBackTarget[]> {
  const lines = await caseEvents(context.database).forCase(row.tenant_id, row.id)
  const before = stepsBefore(lines, matter.matter, task.element_id)
  const open = await context.engine.instances.waysBack(
    row.tenant_id,
    row.instance_id,
    [task.id],
    before.map(({ element_id }) => element_id!),
  )
  return open.map((elementId) => ({
    elementId,
    name: elementName(matter, elementId),
    personName: before.find(({ element_id }) => element_id === elementId)!.actor_name,
  }))
}

/** Whoever did the step last, unless he may not do it any more. */
async function whoDid(context: CaseContext, loaded: LoadedTask, elementId: string, lines: readonly CaseEventRow[]): Promise<string | null> {
  const userId = lastDoer(lines, loaded.matter.matter, elementId)
  if (userId === null) return null
  return (await mayTake(context, loaded, { ...loaded.task, element_id: elementId, candidate_groups: [] }, userId)) === null ? userId : null
}

export interface Resubmission {
  open: CaseReturnRow
  /** Where the instance goes on; null: by its own way. */
  instead: Instead | null
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
  const routing = open.mode === 'direct' ? await context.engine.instances.routing(row.tenant_id, row.instance_id) : {}
  return { open, instead: wayOfResubmission(open, wanted, () => ({ ...routing, ...given })) }
}

export const settle = (tx: Tx, { open }: Resubmission, at: number): Promise<void> => caseReturns(tx).settle(open.tenant_id, open.id, at)
