import { caseReturns, heldCompletions, taskSigns, type TaskSignRow } from '@lianban/storage'
import type { TaskVerb } from '../../manifest.ts'
import { elementName } from '../../matters/matter-definition.ts'
import { isHolder } from '../as-holder.ts'
import type { CaseContext } from '../context.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import { readableTask, type LoadedTask } from '../resources.ts'
import { taskManifest } from '../task-form.ts'
import type { Approver } from '../approval/rule.ts'
import { verbsAt } from './rules/offered.ts'
import { sendBackTargets, type SendBackTarget } from './send-back.ts'
import { votingOf } from './voters.ts'

export interface SignView {
  id: string
  kind: TaskSignRow['kind']
  state: TaskSignRow['state']
  personName: string
  requestedBy: string
  request: string
  opinion: string | null
}

/** What may be done with a task besides its own actions, and with whom. */
export interface OfferedVerbs {
  verbs: Exclude<TaskVerb, 'recall'>[]
  sendBackTo: SendBackTarget[]
  /** Those asked beside the task 加签, in the order in which they were. */
  signs: SignView[]
  /** Of a step that several persons decide: who has not voted, except the caller. */
  voters: { userId: string; name: string; isPlanned: boolean }[] | null
  /** The task is itself one of somebody who was asked. */
  askedToSign: Pick<SignView, 'kind' | 'requestedBy' | 'request'> | null
  /** 委派: who gets it back. */
  delegatedBy: string | null
  /** A decision is made and waits for signatures. */
  isHeld: boolean
  sentBack: { fromStep: string; by: string; reason: string; mode: 'direct' | 'forward' } | null
}

/** @throws CaseError TASK_NOT_FOUND; NOT_FOUND */
export async function offeredVerbs(context: CaseContext, caller: Caller, taskId: string): Promise<OfferedVerbs> {
  const loaded = await readableTask(context, caller, taskId)
  const { row, task } = loaded
  const [own, beside, sentBack, voting, held] = await Promise.all([
    taskSigns(context.database).ofTask(row.tenant_id, task.id),
    taskSigns(context.database).beside(row.tenant_id, task.id),
    caseReturns(context.database).openFor(row.tenant_id, row.id, task.id),
    votingOf(context, loaded),
    heldCompletions(context.database).get(row.tenant_id, task.id),
  ])
  const mine = allowed(context, caller, loaded, own !== undefined)
  const sendBackTo = mine.includes('send-back') ? await sendBackTargets(context, loaded) : []
  return {
    verbs: mine.filter((verb) => verb !== 'send-back' || sendBackTo.length > 0),
    sendBackTo,
    signs: await Promise.all(beside.map((sign) => signView(context, sign))),
    voters: voting && (await votersView(context, loaded, voting)),
    askedToSign: own ? await signView(context, own) : null,
    delegatedBy: task.delegation_state === 'PENDING' && task.owner !== null ? await personName(context, row.tenant_id, task.owner) : null,
    isHeld: held !== undefined,
    sentBack: sentBack
      ? {
          fromStep: elementName(loaded.matter, sentBack.from_element),
          by: await personName(context, row.tenant_id, sentBack.sent_by),
          reason: sentBack.reason,
          mode: sentBack.mode,
        }
      : null,
  }
}

/** The verbs of the step that are the caller's to use, in the order of the manifest. */
function allowed(context: CaseContext, caller: Caller, loaded: LoadedTask, isSign: boolean): Exclude<TaskVerb, 'recall'>[] {
  const isDelegated = loaded.task.delegation_state === 'PENDING'
  return verbsAt(taskManifest(loaded), { isDelegated, isSign, may: (verb) => isHolder(context, caller, loaded, verb) })
}

const signView = async (context: CaseContext, sign: TaskSignRow): Promise<SignView> => ({
  id: sign.id,
  kind: sign.kind,
  state: sign.state,
  personName: await personName(context, sign.tenant_id, sign.user_id),
  requestedBy: await personName(context, sign.tenant_id, sign.requested_by),
  request: sign.request,
  opinion: sign.opinion,
})

async function votersView(
  context: CaseContext,
  { row, task }: LoadedTask,
  { open, planned }: NonNullable<Awaited<ReturnType<typeof votingOf>>>,
): Promise<NonNullable<OfferedVerbs['voters']>> {
  const userOf = ({ item }: { item: unknown }) => (item as Approver).userId
  const view = async (userId: string, isPlanned: boolean) => ({ userId, name: await personName(context, row.tenant_id, userId), isPlanned })
  const others = open.map(userOf).filter((userId) => userId !== task.assignee)
  return Promise.all([...others.map((userId) => view(userId, false)), ...planned.map(userOf).map((userId) => view(userId, true))])
}
