import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, newId, type CaseEventRow, type CaseWithLamp, type Tx, type UserTaskRow } from '@lianban/storage'
import { asHolder } from '../as-holder.ts'
import type { CaseContext } from '../context.ts'
import { caseEnded } from '../errors.ts'
import { logEntry } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { readableTask, type LoadedTask } from '../resources.ts'
import type { TaskVerb } from '../../manifest.ts'
import { taskManifest } from '../task-form.ts'
import { deedLine, refuseOnHold, refuseVerb, type Said } from './rules/deed.ts'

export { holdShown, refuseOnHold } from './rules/deed.ts'

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
  if (verb !== 'sign') refuseVerb(taskManifest(loaded), verb)
  const acting = await asHolder(context, caller, loaded, verb)
  refuseOnHold(loaded.row, caller)
  return { loaded, acting }
}

export interface Deed extends Said {
  row: Pick<CaseWithLamp, 'tenant_id' | 'id' | 'organ_id' | 'lamp'>
  task?: Pick<UserTaskRow, 'id' | 'element_id' | 'name'>
  at: number
  /** Of the log's entry. */
  action: string
  payload?: { [key: string]: JsonValue }
  data?: CaseEventRow['data']
}

/** One line of the time line and one entry of the supervision log, in the transaction of what was done. */
export async function recordDeed(context: CaseContext, tx: Tx, caller: Caller, deed: Deed): Promise<void> {
  const { row, task = null, reason } = deed
  await caseEvents(tx).insert([{ id: newId(), ...deedLine(row, caller, { ...deed, task }), lamp: row.lamp }])
  const payload = { ...(task && { task: task.id, element: task.element_id, step: task.name }), reason, ...deed.payload }
  await context.tenants.supervision.record(tx, row.tenant_id, [
    logEntry(caller, deed.action, { caseId: row.id, organId: row.organ_id, payload }),
  ])
}
