import { visibleVariables, type JsonValue } from '@lianban/engine'
import {
  caseEvents,
  caseInbox,
  cases,
  heldCompletions,
  separationWaivers,
  type AttachmentRow,
  type CaseRow,
  type Tx,
} from '@lianban/storage'
import type { ActionManifest } from '../manifest.ts'
import { actingBy, caseLine, engineActor, lineActor } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { formFileProblems, tieFormFiles } from './form-files.ts'
import { refuseProblems } from './forms.ts'
import { EFFECTS, type EffectEntry, type EffectInput } from './effects/index.ts'
import { actionInvalid, delegationPending, resubmitPathChanged, signaturesChanged, taskAlreadyClaimed, taskNotClaimed } from './errors.ts'
import { completingAction } from './complete-rights.ts'
import { inboxOf } from './inbox.ts'
import type { StepRecord } from './get-case.ts'
import { once } from './idempotency.ts'
import { optionsIn } from './options.ts'
import { actionSchema } from './step-schema.ts'
import { actionOf, judged } from './judged.ts'
import { logEntry } from './log-entries.ts'
import { checkOfficers } from './officers.ts'
import type { GivenMaterials } from './materials.ts'
import type { Caller } from './ports.ts'
import { inOwnName } from './own-name.ts'
import { markRecorded } from './projection/recorded.ts'
import { readableTask, taskResource, type LoadedTask } from './resources.ts'
import { replaceMaterials, replacementProblems } from './replaced-materials.ts'
import { bindSignature, checkedSignature, signatureVariable } from './signatures/signatures.ts'
import { entryNamed } from '../ledgers/ledger.ts'
import { partyRows } from './parties.ts'
import { storedForm, taskManifest, taskSchema } from './task-form.ts'
import { isSignTask, pendingSigns, signsAround } from './verbs/add-sign.ts'
import { lockedOpen, refuseOnHold } from './verbs/deed.ts'
import { holdForSigns, lapseHeld } from './verbs/held.ts'
import { NO_WAY_BACK } from './verbs/rules/moved.ts'
import { resubmission, settle, type Resubmission } from './verbs/send-back.ts'

export interface Completion {
  /** Key of one of the step's actions. */
  action: string
  opinion?: string
  /** The step's own form. */
  form?: Record<string, unknown>
  /** The action's own fields. */
  fields?: Record<string, unknown>
  /** Of an action that changes the application: uploads in place of what its materials had; what is not named stays. */
  materials?: GivenMaterials
  /** Of a task that was sent back: straight back to whoever did that, or its own way again. @default as he chose */
  resubmit?: 'direct' | 'forward'
  /** Id of a signature by hand, just written or kept; see signatures/. */
  signature?: string
  idempotencyKey: string
}

export interface Completed {
  /** What the caller's inbox shows next, earliest due first. */
  nextTaskId: string | null
}

/**
 * Completes a task with one of the actions of its step. Rights and separation of duties are judged again, numbers are
 * given out, and case, time line, supervision entry and the answer itself are written in the transaction of the step.
 * @throws CaseError TASK_NOT_FOUND, TASK_NOT_CLAIMED, TASK_ALREADY_CLAIMED, ACTION_INVALID, OPINION_REQUIRED, FORM_INVALID,
 *   FIELD_NOT_WRITABLE, UNKNOWN_FIELD, OFFICERS_INVALID, SUPPLEMENT_ONCE, SIGNATURE_REQUIRED, SIGNATURE_INVALID,
 *   IDEMPOTENCY_KEY_REUSED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function completeTask(context: CaseContext, caller: Caller, taskId: string, completion: Completion): Promise<Completed> {
  const { idempotencyKey, ...body } = completion
  await once(context, { caller, key: idempotencyKey, operation: `task.complete ${taskId}`, body }, async (remember) => {
    const loaded = await readableTask(context, caller, taskId)
    const acting = await assertMayComplete(context, caller, loaded)
    const { isSign, pending } = await signsAround(context.database, loaded)
    if (isSign) throw actionInvalid(loaded.task.name)
    const work = await checkedWork(context, acting, loaded, body)
    if (await holdForSigns(context, acting, loaded, { body, pending, remember: (tx) => remember(tx, true) })) return true
    await carryOut(context, acting, { ...work, remember: (tx) => remember(tx, true) })
    return true
  })
  return { nextTaskId: await caseInbox(context.database).next({ ...inboxOf(caller), now: context.clock() }) }
}

/**
 * Carries out a decision that has waited for signatures, as the person who made it and as if he made it now. If that is not
 * possible any more it waits no longer, the time line says why, and whoever has the task decides anew.
 */
export async function completeHeld(context: CaseContext, tenantId: string, taskId: string): Promise<void> {
  const held = await heldCompletions(context.database).get(tenantId, taskId)
  if (!held) return
  try {
    const person = await context.tenants.users.caller(tenantId, held.user_id)
    const loaded = await readableTask(context, person, taskId)
    const acting = await assertMayComplete(context, person, loaded)
    if (await isSignTask(context, loaded.task)) throw actionInvalid(loaded.task.name)
    const work = await checkedWork(context, acting, loaded, held.completion as CompletionBody)
    await carryOut(context, acting, { ...work, remember: async (tx) => void (await heldCompletions(tx).remove(tenantId, taskId)) })
  } catch (error) {
    const { code } = error as { code?: unknown }
    // One more was asked in this moment: it waits for him too.
    if (code === 'SIGNATURES_PENDING') return
    if (typeof code !== 'string') throw error
    await lapseHeld(context, held, (error as Error).message)
  }
}

export type CompletionBody = Omit<Completion, 'idempotencyKey'>

/** @returns the caller as he acts: for himself or as a delegate */
async function assertMayComplete(context: CaseContext, caller: Caller, loaded: LoadedTask): Promise<Caller> {
  const { task } = loaded
  const action = await completingAction(context, caller, loaded)
  const decision = await context.tenants.authorization.assert(caller, action, taskResource(loaded), { again: true })
  refuseOnHold(loaded.row, caller)
  if (task.delegation_state === 'PENDING') throw delegationPending()
  // 抢办: whoever is first has it by doing it.
  if (task.assignee === null && taskManifest(loaded).take !== 'grab') throw taskNotClaimed()
  // A delegate takes up what lies with the person he acts for.
  if (task.assignee !== null && task.assignee !== caller.userId && task.assignee !== decision.onBehalfOf?.userId) throw taskAlreadyClaimed()
  return actingBy(caller, decision)
}

interface Work {
  loaded: LoadedTask
  action: ActionManifest
  opinion: string | null
  record: StepRecord
  /** What the task sees of its process, where a ledger may ask. */
  seen: Record<string, JsonValue>
  /** Values of the step's form that gateways and assignments read. */
  variables: Record<string, JsonValue>
  /** At a step that several persons decide. */
  vote: { [key: string]: JsonValue } | null
  /** Of a task that was sent back. */
  resubmission: Resubmission | null
  /** By hand, where the step is signed. */
  signature: AttachmentRow | null
  /** Handed in anew. */
  materials: GivenMaterials | undefined
}

/** Everything that can be refused before the step is taken. */
async function checkedWork(context: CaseContext, caller: Caller, loaded: LoadedTask, completion: CompletionBody): Promise<Work> {
  const manifest = taskManifest(loaded)
  const at = context.clock()
  const action = actionOf(manifest, completion.action, loaded.task.name)
  const isFormAsked = manifest.form !== undefined && !action.withoutForm
  if (isFormAsked) await checkOfficers(context, loaded, completion.form ?? {})
  const schema = isFormAsked ? await taskSchema(context, loaded, manifest.form!) : null
  const ownFields = action.fields === undefined ? null : actionSchema(loaded, action.fields)
  const options = await optionsIn(context, caller.tenantId, [schema, completion.form], [ownFields, completion.fields])
  const { opinion, fields, form, record, variables } = judged(
    { ...loaded, manifest, action, schema, stored: storedForm(loaded), options },
    completion,
    at,
  )
  const { materials } = completion
  const ofFiles = await formFileProblems(context.database, caller, loaded.row, { ...form, ...fields })
  refuseProblems([...ofFiles, ...(await replacementProblems(context, caller, loaded, { action, form, materials }))])
  const signature = await checkedSignature(context, caller, { task: manifest, action, given: completion.signature })
  const input: EffectInput = { context, caller, loaded, action, opinion, fields, form, at }
  if (action.effect) await EFFECTS[action.effect].check?.(input)
  const seen = action.ledger === undefined ? {} : await variablesSeen(context, loaded)
  if (action.ledger !== undefined) await entryNamed(context.ledgers, action.ledger).check?.({ ...input, variables: seen })
  const vote = manifest.approval ? await voteOf(context, caller, loaded, action) : null
  return {
    loaded,
    action,
    opinion: action.opinion === 'none' ? null : opinion,
    seen,
    record: { ...record, ...(vote && { vote: vote.vote as string }) },
    variables,
    vote,
    resubmission: await resubmission(context, loaded, { ...variables, ...action.set }, completion.resubmit),
    signature,
    materials,
  }
}

/** As it was loaded: whose task of a multi-instance it is does not change. */
const variablesSeen = async (context: CaseContext, { row, task }: LoadedTask): Promise<Record<string, JsonValue>> =>
  visibleVariables(await context.engine.instances.state(row.tenant_id, row.instance_id), task.id)

/** The vote that an action is, with the weight that the person was asked with. */
async function voteOf(
  context: CaseContext,
  caller: Caller,
  { task }: LoadedTask,
  { vote }: ActionManifest,
): Promise<{ [key: string]: JsonValue }> {
  const { approver } = await context.engine.tasks.localVariables(caller.tenantId, task.id)
  const { weight = 1 } = (approver?.value ?? {}) as { weight?: number }
  return { userId: caller.onBehalfOf?.userId ?? caller.userId, weight, vote: vote ?? 'pass' }
}

async function carryOut(context: CaseContext, caller: Caller, work: Work & { remember: (tx: Tx) => Promise<void> }): Promise<void> {
  const { action, opinion, record, remember } = work
  const own = await inOwnName(context, work.loaded)
  const at = context.clock()
  const { loaded } = own
  const { task, row } = loaded
  let patch: Partial<CaseRow> = {}
  let entries: EffectEntry[] = []
  await context.engine
    .completeTask({
      tenantId: caller.tenantId,
      taskId: task.id,
      expectedAssignee: task.assignee,
      actor: engineActor(caller),
      variables: { ...work.variables, ...action.set, ...own.variables },
      ...(action.effect && EFFECTS[action.effect].movesClock && { recalculateTimers: true }),
      ...(work.vote && { localVariables: { variables: { vote: work.vote } } }),
      ...(work.resubmission?.instead && { instead: work.resubmission.instead }),
      prepare: async (tx) => {
        const signed = await signedVariables(tx, caller, work, at)
        const input: EffectInput = {
          ...{ context, caller, loaded, action, opinion, at },
          ...{ fields: record.fields ?? {}, form: record.form?.values ?? {} },
        }
        const outcome = action.effect && (await EFFECTS[action.effect].apply(tx, input))
        const written =
          action.ledger === undefined ? {} : await entryNamed(context.ledgers, action.ledger).apply(tx, { ...input, variables: work.seen })
        patch = outcome?.patch ?? {}
        entries = [...(outcome?.entries ?? []), ...(written.entries ?? [])]
        await cases(tx).addParties(partyRows(row, written.parties ?? [], at))
        return { ...outcome?.variables, ...written.variables, ...signed }
      },
      within: async (tx, step) => {
        // It may have been put on hold, or somebody asked beside the task, since both were judged.
        refuseOnHold(await lockedOpen(context, tx, row, action.label), caller)
        if ((await pendingSigns(tx, task)).length > 0) throw signaturesChanged()
        await cases(tx).update(caller.tenantId, row.id, { ...own.patch, ...patch })
        await caseEvents(tx).insert([completionLine(caller, work, at)])
        await tieFormFiles(tx, caller, row.id, [record.form?.values, record.fields])
        entries.push(...(await replaceMaterials(tx, context, caller, { loaded, materials: work.materials, at })))
        markRecorded(step, task.id)
        if (work.resubmission) await settle(tx, work.resubmission, at)
        // One that was granted since has not been needed.
        if (loaded.waivers.length > 0)
          await separationWaivers(tx).use(caller.tenantId, { caseId: row.id, elementId: task.element_id, userId: caller.userId }, at)
        const payload = {
          task: task.id,
          element: task.element_id,
          step: task.name,
          action: action.key,
          effect: action.effect ?? null,
          label: action.label,
          opinion,
          record: record as JsonValue,
          decision: (patch.decision ?? null) as JsonValue,
        }
        const about = { caseId: row.id, organId: row.organ_id }
        await context.tenants.supervision.record(tx, caller.tenantId, [
          logEntry(caller, 'task.completed', { ...about, payload }),
          ...entries.map((entry) => logEntry(caller, entry.action, { ...about, payload: entry.payload })),
        ])
        await remember(tx)
      },
    })
    .catch((error: unknown) => {
      const { code = '' } = error as { code?: string }
      if (code === 'TASK_ALREADY_CLAIMED') throw taskAlreadyClaimed()
      throw work.resubmission?.instead && NO_WAY_BACK.includes(code) ? resubmitPathChanged([]) : error
    })
}

/** Ties the signature to the opinion and puts it on record. @returns what a document of the case finds it by */
async function signedVariables(
  tx: Tx,
  caller: Caller,
  { loaded, action, opinion, record, signature }: Work,
  at: number,
): Promise<Record<string, JsonValue>> {
  if (!signature) return {}
  const { signedBy } = taskManifest(loaded)
  const bound = await bindSignature(tx, caller, signature, { loaded, action: action.key, opinion, signedBy, at })
  record.signature = bound
  return { [signatureVariable(loaded.task.element_id)]: { sha256: bound.sha256 } }
}

function completionLine(caller: Caller, { loaded, action, opinion, record }: Work, at: number) {
  const { task, row } = loaded
  return caseLine({
    tenant_id: caller.tenantId,
    case_id: row.id,
    at,
    type: 'task-completed',
    element_id: task.element_id,
    task_id: task.id,
    step_name: task.name,
    action: action.key,
    action_text: action.label,
    opinion,
    started_at: task.created_at,
    lamp: row.lamp,
    data: record,
    ...lineActor(caller),
  })
}
