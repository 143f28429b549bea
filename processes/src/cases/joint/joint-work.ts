import type { CommittedStep } from '@lianban/engine/runtime'
import type { CaseContext } from '../context.ts'
import { advanceJoint } from './advance.ts'

type Verbs = Record<string, (...args: never[]) => Promise<unknown>>

/**
 * What has become due for joint cases 并联办件 by a deed is done right after it, outside of its transaction: whoever did it finds it
 * done. What fails then, or follows from what no verb did (a timer, a worker), is left to the next verb or to the sweep.
 */
export function jointWork(context: CaseContext) {
  const ofStep = new WeakMap<CommittedStep, string>()
  const due = new Map<string, { tenantId: string; caseId: string }>()
  const settle = async () => {
    for (const [key, { tenantId, caseId }] of due) {
      due.delete(key)
      await advanceJoint(context, tenantId, caseId).catch(() => undefined)
    }
  }
  const after =
    (verb: Verbs[string]) =>
    async (...args: never[]) => {
      const result = await verb(...args)
      await settle()
      return result
    }
  return {
    changed: (step: CommittedStep, caseId: string) => void ofStep.set(step, caseId),
    committed(steps: readonly CommittedStep[]) {
      for (const step of steps) {
        const caseId = ofStep.get(step)
        if (caseId !== undefined) due.set(`${step.tenantId}/${caseId}`, { tenantId: step.tenantId, caseId })
      }
    },
    after: <All extends Verbs>(verbs: All) => Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, after(verb)])) as All,
  }
}
