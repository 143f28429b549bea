import { caseQuestions } from '@lianban/storage'
import type { ActionManifest } from '../manifest.ts'
import { elementName } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { mayComplete } from './complete-rights.ts'
import { EFFECTS, type CaseEffect, type OfferInput } from './effects/index.ts'
import { presentDetail } from './get-case.ts'
import { presentInboxItem } from './inbox.ts'
import { nextPeople, personName } from './people.ts'
import type { Caller } from './ports.ts'
import { readableTask, taskResource, type LoadedTask } from './resources.ts'
import { signatureOf } from './signatures/signatures.ts'
import { actionSchema } from './step-schema.ts'
import { taskForm, taskManifest } from './task-form.ts'
import { isSignTask } from './verbs/add-sign.ts'
import { answerAsked } from './verbs/rules/offered.ts'
import { holdShown } from './verbs/deed.ts'
import type { ActionView, TaskDetail } from './views.ts'

/**
 * A task as the desk shows it: case, form of the step, and the actions of this step that the caller may take.
 * @throws CaseError TASK_NOT_FOUND, NOT_FOUND if the case is not his to see
 */
export async function getTask(context: CaseContext, caller: Caller, taskId: string): Promise<TaskDetail> {
  const loaded = await readableTask(context, caller, taskId)
  const { task, row } = loaded
  const rights = await taskRights(context, caller, loaded)
  const manifest = taskManifest(loaded)
  const facts = {
    id: task.id,
    elementId: task.element_id,
    name: task.name,
    assignee: task.assignee,
    createdAt: task.created_at,
    dueAt: task.due_at,
  }
  return {
    task: await presentInboxItem(context, caller, facts, row),
    case: await presentDetail(context, caller, loaded, manifest.applicationAccess),
    form: await taskForm(context, loaded),
    actions: rights.canClaim || rights.canComplete ? await actionViews(context, loaded) : [],
    openQuestions: await caseQuestions(context.database).countOpen(caller.tenantId, row.id, task.id),
    ...rights,
  }
}

/** Whether the caller may take the task up or complete it, and if not, why. */
export async function taskRights(
  context: CaseContext,
  caller: Caller,
  loaded: LoadedTask,
): Promise<Pick<TaskDetail, 'canClaim' | 'canComplete' | 'reasonIfNot'>> {
  const { task } = loaded
  const { authorization } = context.tenants
  const waiting = await waitsForAnswer(context, caller, loaded)
  if (waiting !== null) return { canClaim: false, canComplete: false, reasonIfNot: waiting }
  const complete = await mayComplete(context, caller, loaded)
  const isHis = task.assignee !== null && [caller.userId, complete.onBehalfOf?.userId].includes(task.assignee)
  if (task.assignee !== null && !isHis) {
    return { canClaim: false, canComplete: false, reasonIfNot: `已由${await personName(context, caller.tenantId, task.assignee)}签收` }
  }
  if (isHis) return { canClaim: false, canComplete: complete.allowed, reasonIfNot: complete.allowed ? null : complete.reason }
  const claim = authorization.decide(caller, 'claim', taskResource(loaded))
  // Who could not finish it should not take it from those who can.
  const refusal = [claim, complete].find(({ allowed }) => !allowed)
  return { canClaim: !refusal, canComplete: false, reasonIfNot: refusal ? refusal.reason : '请先签收' }
}

/** Why nobody completes the task by an action of its step: it asks for an answer only, or the case is on hold. */
async function waitsForAnswer(context: CaseContext, caller: Caller, { task, row }: LoadedTask): Promise<string | null> {
  if (row.hold) {
    const shown = holdShown(row, caller)
    return `办件已${shown ? `由${shown.name}` : ''}挂起,解除挂起后才能办理`
  }
  return answerAsked({ isDelegated: task.delegation_state === 'PENDING', isSign: await isSignTask(context, task) })
}

/** The actions of the step that are a choice in this case: no second 补正 (一次性告知), no 容缺 where nothing is missing. */
async function actionViews(context: CaseContext, loaded: LoadedTask): Promise<ActionView[]> {
  const input: OfferInput = { context, loaded, at: context.clock() }
  const views: ActionView[] = []
  const manifest = taskManifest(loaded)
  for (const action of manifest.actions) {
    const effect: CaseEffect | undefined = action.effect && EFFECTS[action.effect]
    if (effect?.isOffered && !(await effect.isOffered(input))) continue
    const asksFields = action.fields !== undefined && (!effect?.asksFields || (await effect.asksFields(input)))
    views.push({
      key: action.key,
      label: action.label,
      kind: action.kind,
      opinion: action.opinion,
      withoutForm: action.withoutForm ?? false,
      replacesMaterials: action.effect === 'amend' && loaded.matter.matter.materials.length > 0,
      signature: signatureOf(manifest, action),
      signedBy: manifest.signedBy ?? null,
      confirm: { ...(await nextHop(context, loaded, action)), consequence: action.consequence },
      fields: asksFields ? actionSchema(loaded, action.fields!) : undefined,
    })
  }
  return views
}

/** Who gets the case next if the action is taken, as the desk says it. */
export async function nextHop(
  context: CaseContext,
  { row, matter }: LoadedTask,
  { next }: ActionManifest,
): Promise<{ nextStep: string; nextPeople: string }> {
  if ('text' in next) return { nextStep: next.text, nextPeople: next.people === '申请人' ? row.applicant_name : next.people }
  return { nextStep: elementName(matter, next.task), nextPeople: await nextPeople(context, row.tenant_id, row.organ_id, matter, next.task) }
}
