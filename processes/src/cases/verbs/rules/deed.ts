import type { CaseWithLamp, CaseEventRow } from '@lianban/storage'
import type { Caller } from '../../ports.ts'
import { TASK_VERBS, type TaskManifest, type TaskVerb } from '../../../manifest.ts'
import { caseOnHold, verbNotOffered } from '../../errors.ts'
import { lineActor, newLine, type NewLine } from '../../line.ts'
import type { HoldRecord } from '../../views.ts'

/*
 * What holds of the verbs of an approval 审批动作 whatever keeps the case: pure, for the case service and the try-out alike.
 */

/** What each verb is called where it is refused. */
export const VERB_LABELS: Record<TaskVerb, string> = {
  'send-back': '退回',
  transfer: '转办',
  delegate: '委派',
  'add-sign': '加签',
  recall: '撤回',
}

/** @throws CaseError VERB_NOT_OFFERED if the step does not have the verb */
export function refuseVerb(task: Pick<TaskManifest, 'verbs'> | undefined, verb: TaskVerb): void {
  if (!(task?.verbs ?? TASK_VERBS).includes(verb)) throw verbNotOffered(VERB_LABELS[verb])
}

/** @throws CaseError CASE_ON_HOLD */
export function refuseOnHold(row: Pick<CaseWithLamp, 'hold' | 'applicant_id'>, caller: Pick<Caller, 'userId'>): void {
  if (row.hold) throw caseOnHold(holdShown(row, caller))
}

/** By whom and why a case is on hold: among the staff. null: it is not, or the caller is the applicant. */
export const holdShown = ({ hold, applicant_id }: Pick<CaseWithLamp, 'hold' | 'applicant_id'>, { userId }: Pick<Caller, 'userId'>) =>
  applicant_id === userId ? null : ((hold as HoldRecord | null | undefined) ?? null)

/** What was done, in the words of the time line. */
export interface Said {
  /** Of the line, e.g. `sent-back`. */
  type: string
  text: string
  reason: string | null
}

/** The line of a deed. @param task that it was done with; null: the case as a whole */
export const deedLine = (
  row: Pick<CaseWithLamp, 'tenant_id' | 'id'>,
  caller: Pick<Caller, 'userId' | 'name' | 'onBehalfOf'>,
  {
    type,
    text,
    reason,
    task,
    at,
    data,
  }: Said & { task: { id: string; element_id: string; name: string } | null; at: number; data?: CaseEventRow['data'] },
): NewLine =>
  newLine({
    ...{ tenant_id: row.tenant_id, case_id: row.id, at, type, action_text: text, opinion: reason },
    ...{ element_id: task?.element_id ?? null, step_name: task?.name ?? '办件' },
    data: data ?? (task ? { task: task.id } : null),
    ...lineActor(caller),
  })
