import type { ActionManifest } from '../manifest.ts'
import { elementName, formOf } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { mayComplete } from './complete-rights.ts'
import { presentDetail } from './get-case.ts'
import { presentInboxItem } from './inbox.ts'
import { nextPeople, personName } from './people.ts'
import type { Caller } from './ports.ts'
import { readableTask, taskResource, type LoadedTask } from './resources.ts'
import { taskForm, taskManifest } from './task-form.ts'
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
    ...rights,
  }
}

async function taskRights(
  context: CaseContext,
  caller: Caller,
  loaded: LoadedTask,
): Promise<Pick<TaskDetail, 'canClaim' | 'canComplete' | 'reasonIfNot'>> {
  const { task } = loaded
  const { authorization } = context.tenants
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

/** The actions of the step. A second 补正 is not offered (一次性告知). */
async function actionViews(context: CaseContext, loaded: LoadedTask): Promise<ActionView[]> {
  const offered = taskManifest(loaded).actions.filter(({ effect }) => effect !== 'request-supplement' || loaded.row.supplement === null)
  const views: ActionView[] = []
  for (const action of offered) {
    views.push({
      key: action.key,
      label: action.label,
      kind: action.kind,
      opinion: action.opinion,
      withoutForm: action.withoutForm ?? false,
      confirm: { ...(await nextHop(context, loaded, action)), consequence: action.consequence },
      fields: action.fields === undefined ? undefined : formOf(loaded.matter, action.fields),
    })
  }
  return views
}

async function nextHop(
  context: CaseContext,
  { row, matter }: LoadedTask,
  { next }: ActionManifest,
): Promise<{ nextStep: string; nextPeople: string }> {
  if ('text' in next) return { nextStep: next.text, nextPeople: next.people === '申请人' ? row.applicant_name : next.people }
  return { nextStep: elementName(matter, next.task), nextPeople: await nextPeople(context, row.tenant_id, row.organ_id, matter, next.task) }
}
