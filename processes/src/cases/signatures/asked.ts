import type { ActionManifest, TaskManifest } from '../../manifest.ts'
import { signatureInvalid, signatureRequired } from '../errors.ts'

/** Whether this action of the step is signed by hand. What leaves the step undone is not. */
export const signatureOf = (
  task: Pick<TaskManifest, 'signature'>,
  action: Pick<ActionManifest, 'withoutForm'>,
): 'required' | 'optional' | 'none' => (action.withoutForm ? 'none' : (task.signature ?? 'none'))

/** @throws CaseError SIGNATURE_REQUIRED where one must be and is not, SIGNATURE_INVALID where none is asked for */
export function refuseSignature(
  task: Pick<TaskManifest, 'signature' | 'signedBy'>,
  action: Pick<ActionManifest, 'withoutForm' | 'label'>,
  isGiven: boolean,
): void {
  const asked = signatureOf(task, action)
  if (!isGiven && asked === 'required') throw signatureRequired(action.label, task.signedBy)
  if (isGiven && asked === 'none') throw signatureInvalid('这个操作不需要手写签名,没有保存。请刷新页面后重新办理')
}

/** Name of the process variable by which a document finds the signature of a step. */
export const signatureVariable = (elementId: string): string => `signature_${elementId}`
