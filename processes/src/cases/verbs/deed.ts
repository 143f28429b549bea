import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, type CaseEventRow, type CaseWithLamp, type Tx, type UserTaskRow } from '@lianban/storage'
import { asHolder } from '../as-holder.ts'
import { caseLine, lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { caseEnded, caseOnHold, verbNotOffered } from '../errors.ts'
import { logEntry } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { readableTask, type LoadedTask } from '../resources.ts'
import { TASK_VERBS, type TaskVerb } from '../../manifest.ts'
import { taskManifest } from '../task-form.ts'
import type { HoldRecord } from '../views.ts'

/** What each verb is called where it is refused. */
export const VERB_LABELS: Record<TaskVerb, string> = {
  'send-back': '退回',
  transfer: '转办',
  delegate: '委派',
  'add-sign': '加签',
  recall: '撤回',
}

/** @throws CaseError CASE_ON_HOLD */
export function refuseOnHold(row: Pick<CaseWithLamp, 'hold' | 'applicant_id'>, caller: Pick<Caller, 'userId'>): void {
  if (row.hold) throw caseOnHold(holdShown(row, caller))
}

/** By whom and why a case is on hold: among the staff. null: it is not, or the caller is the applicant. */
export const holdShown = ({ hold, applicant_id }: Pick<CaseWithLamp, 'hold' | 'applicant_id'>, { userId }: Pick<Caller, 'userId'>) =>
  applicant_id === userId ? null : ((hold as HoldRecord | null | undefined) ?? null)

/**
 * An open case as it is in this transaction, locked: what was judged before it began may not be so any more.
 * @throws CaseError CASE_ENDED
 */
export async function lockedOpen(
  context: CaseContext,
  tx: Tx,
  { tenant_id, id }: Pick<CaseWithLamp, 'tenant_id' | 'id'>,
  label: string,
): Promise<CaseWithLamp> {
  const row = await cases(tx).lock(tenant_id, id, context.clock())
  if (!row || row.closed_at !== null) throw caseEnded(label)
  return row
}

/**
 * A task that lies with the caller, or with whom he acts for, for one of the verbs that its step offers.
 * @returns it with the caller as he acts
 * @throws CaseError TASK_NOT_FOUND, TASK_NOT_CLAIMED, TASK_ALREADY_CLAIMED, VERB_NOT_OFFERED, CASE_ON_HOLD; NOT_FOUND, NOT_AUTHORIZED
 */
export async function heldTask(
  context: CaseContext,
  caller: Caller,
  taskId: string,
  verb: Exclude<TaskVerb, 'recall'> | 'sign',
): Promise<{ loaded: LoadedTask; acting: Caller }> {
  const loaded = await readableTask(context, caller, taskId)
  if (verb !== 'sign' && !(taskManifest(loaded).verbs ?? TASK_VERBS).includes(verb)) throw verbNotOffered(VERB_LABELS[verb])
  const acting = await asHolder(context, caller, loaded, verb)
  refuseOnHold(loaded.row, caller)
  return { loaded, acting }
}

export interface Deed {
  row: Pick<CaseWithLamp, 'tenant_id' | 'id' | 'organ_id' | 'lamp'>
  task?: Pick<UserTaskRow, 'id' | 'element_id' | 'name'>
  at: number
  /** Of the line, e.g. `sent-back`; the log's entry has `action`. */
  type: string
  action: string
  text: string
  reason: string | null
  payload?: { [key: string]: JsonValue }
  data?: CaseEventRow['data']
}

/** One line of the time line and one entry of the supervision log, in the transaction of what was done. */
export async function recordDeed(context: CaseContext, tx: Tx, caller: Caller, deed: Deed): Promise<void> {
  const { row, task, at, reason } = deed
  await caseEvents(tx).insert([
    caseLine({
      tenant_id: row.tenant_id,
      case_id: row.id,
      at,
      type: deed.type,
      element_id: task?.element_id ?? null,
      step_name: task?.name ?? '办件',
      action_text: deed.text,
      opinion: reason,
      lamp: row.lamp,
      data: deed.data ?? (task ? { task: task.id } : null),
      ...lineActor(caller),
    }),
  ])
  const payload = { ...(task && { task: task.id, element: task.element_id, step: task.name }), reason, ...deed.payload }
  await context.tenants.supervision.record(tx, row.tenant_id, [
    logEntry(caller, deed.action, { caseId: row.id, organId: row.organ_id, payload }),
  ])
}
