import { fieldsOf } from '@lianban/forms'
import type { ActionManifest, TaskManifest } from '../../manifest.ts'
import { formOf } from '../../matters/matter-definition.ts'
import type { CaseContext } from '../context.ts'
import { EFFECTS, type CaseEffect } from '../effects/index.ts'
import { completeTask, type Completion } from '../complete-task.ts'
import { actionInvalid, CaseError, taskNotFound } from '../errors.ts'
import { claim } from '../claim.ts'
import { nextHop, taskRights } from '../get-task.ts'
import type { Caller } from '../ports.ts'
import { readableTask, type LoadedTask } from '../resources.ts'
import { signatureOf } from '../signatures/signatures.ts'
import { taskManifest } from '../task-form.ts'
import { recipientsInvalid } from './errors.ts'

/** Tasks in one batch. */
export const MAX_BATCH = 100

export interface BatchItem {
  taskId: string
  opinion?: string
  /** Of this item alone: a second click carries the same one. */
  idempotencyKey: string
}

export interface BatchRequest {
  /** Key of an action that all the tasks have. */
  action: string
  items: BatchItem[]
}

/** Which tasks may be done together by which actions, and which not and why. */
export interface BatchOffer {
  stepName: string | null
  actions: { key: string; label: string; kind: ActionManifest['kind']; opinion: ActionManifest['opinion']; consequence: string | null }[]
  items: {
    taskId: string
    caseNo: string | null
    applicantName: string | null
    allowed: boolean
    reason: string | null
    /** Who gets this case next, by action: organs and applicants differ. */
    next: Record<string, { nextStep: string; nextPeople: string }>
  }[]
}

export interface BatchResult {
  items: { taskId: string; done: boolean; code: string | null; message: string | null }[]
}

/** Looks at tasks that a person wants to do together. Nothing is taken or done. @throws CaseError RECIPIENTS_INVALID: none, or too many */
export async function batchOffer(context: CaseContext, caller: Caller, taskIds: readonly string[]): Promise<BatchOffer> {
  const ids = checkedIds(taskIds)
  const loaded = new Map<string, LoadedTask | CaseError>()
  for (const id of ids) loaded.set(id, await readableTask(context, caller, id).catch(asRefusal))
  const first = [...loaded.values()].find((one) => !(one instanceof CaseError))
  const kind = first && !(first instanceof CaseError) ? kindOf(first) : null
  const items: BatchOffer['items'] = []
  for (const [taskId, one] of loaded) {
    const reason = one instanceof CaseError ? one.message : await reasonAgainst(context, caller, one, kind)
    const row = one instanceof CaseError ? null : one.row
    const what = { taskId, caseNo: row?.case_no ?? null, applicantName: row?.applicant_name ?? null }
    items.push({ ...what, allowed: reason === null, reason, next: {} })
  }
  const allowed = items.flatMap(({ taskId, allowed: isAllowed }) => (isAllowed ? [loaded.get(taskId) as LoadedTask] : []))
  const actions: ActionManifest[] = []
  for (const action of first && !(first instanceof CaseError) ? taskManifest(first).actions : [])
    if (wholeRefusal(action, taskManifest(first as LoadedTask)) === null && (await isOfferedToAll(context, action, allowed)))
      actions.push(action)
  return {
    stepName: first && !(first instanceof CaseError) ? first.task.name : null,
    actions: actions.map(({ key, label, kind: look, opinion, consequence = null }) => ({ key, label, kind: look, opinion, consequence })),
    items: await Promise.all(
      items.map(async (item) => ({
        ...item,
        next: item.allowed ? await nextOf(context, loaded.get(item.taskId) as LoadedTask, actions) : {},
      })),
    ),
  }
}

async function nextOf(
  context: CaseContext,
  loaded: LoadedTask,
  actions: readonly ActionManifest[],
): Promise<BatchOffer['items'][number]['next']> {
  const next: BatchOffer['items'][number]['next'] = {}
  for (const action of actions) next[action.key] = await nextHop(context, loaded, action)
  return next
}

/** Whether the action is a choice in each of these cases. */
async function isOfferedToAll(context: CaseContext, { effect }: ActionManifest, tasks: readonly LoadedTask[]): Promise<boolean> {
  const asks = effect && (EFFECTS[effect] as CaseEffect).isOffered
  if (!asks) return true
  for (const loaded of tasks) if (!(await asks({ context, loaded, at: context.clock() }))) return false
  return true
}

/**
 * One action on several tasks of one step 批量办理. Each item is a completion of its own, with its own transaction, opinion,
 * idempotency key and answer: what is refused disturbs none of the others, and is told with its reason. Items that need
 * what a batch cannot give (a form, fields, an opinion that is not there) are refused before anything of theirs is done.
 * @throws CaseError RECIPIENTS_INVALID: none, or too many
 */
export async function completeBatch(context: CaseContext, caller: Caller, { action, items }: BatchRequest): Promise<BatchResult> {
  checkedIds(items.map(({ taskId }) => taskId))
  let kind: string | null = null
  const results: BatchResult['items'] = []
  for (const item of items) {
    try {
      kind = await completeOne(context, caller, action, item, kind)
      results.push({ taskId: item.taskId, done: true, code: null, message: null })
    } catch (error) {
      const { code, message } = error as { code?: unknown; message: string }
      // Our own mistakes are no answer to the person: they end the batch, and what was done is done.
      if (typeof code !== 'string') throw error
      results.push({ taskId: item.taskId, done: false, code, message })
    }
  }
  return { items: results }
}

/** @returns the kind of task that this batch is about: the first one's */
async function completeOne(
  context: CaseContext,
  caller: Caller,
  actionKey: string,
  item: BatchItem,
  kind: string | null,
): Promise<string | null> {
  const { taskId, opinion, idempotencyKey } = item
  const completion: Completion = { action: actionKey, opinion, idempotencyKey }
  const loaded = await readableTask(context, caller, taskId).catch(asRefusal)
  // Done by an earlier click: the answer is the one that it got.
  if (loaded instanceof CaseError) {
    await completeTask(context, caller, taskId, completion)
    return kind
  }
  const action = taskManifest(loaded).actions.find(({ key }) => key === actionKey)
  if (!action) throw actionInvalid(loaded.task.name)
  const against = (await reasonAgainst(context, caller, loaded, kind ?? kindOf(loaded))) ?? wholeRefusal(action, taskManifest(loaded))
  if (against !== null) throw new CaseError('NOT_IN_BATCH', against)
  if (action.opinion === 'required' && !opinion?.trim()) throw new CaseError('NOT_IN_BATCH', `“${action.label}”需要逐件写明意见`)
  if (loaded.task.assignee === null) await claim(context, caller, taskId)
  await completeTask(context, caller, taskId, completion)
  return kind ?? kindOf(loaded)
}

/** Same step, same matter, same version: then the same words and the same consequences are meant. */
const kindOf = ({ task, row }: LoadedTask): string => [row.matter_key, row.matter_version, task.element_id].join(' ')

async function reasonAgainst(context: CaseContext, caller: Caller, loaded: LoadedTask, kind: string | null): Promise<string | null> {
  if (kind !== null && kindOf(loaded) !== kind) return '与所选的其他任务不是同一事项(版本)的同一环节,请单独办理'
  const manifest = taskManifest(loaded)
  if (manifest.form !== undefined && fieldsOf(formOf(loaded.matter, manifest.form)).length > 0) return '本环节需要填写表单,请单独办理'
  const { canClaim, canComplete, reasonIfNot } = await taskRights(context, caller, loaded)
  return canClaim || canComplete ? null : reasonIfNot
}

/** What no item of a batch can give. */
function wholeRefusal(action: ActionManifest, task: TaskManifest): string | null {
  if (signatureOf(task, action) === 'required') return `“${action.label}”需要逐件手写签名,请单独办理`
  return action.fields === undefined ? null : `“${action.label}”需要逐件填写内容,请单独办理`
}

function checkedIds(ids: readonly string[]): string[] {
  const each = [...new Set(ids)]
  if (each.length === 0) throw recipientsInvalid('请先选择任务', 'items')
  if (each.length < ids.length) throw recipientsInvalid('有任务选了两次,请刷新页面后重新选择', 'items')
  if (each.length > MAX_BATCH) throw recipientsInvalid(`一次最多办理 ${MAX_BATCH} 件,请分批进行`, 'items')
  return each
}

function asRefusal(error: unknown): CaseError {
  const code = (error as { code?: unknown }).code
  if (error instanceof CaseError) return error
  if (code === 'NOT_FOUND') return taskNotFound()
  throw error
}
