import { TASK_VERBS, type TaskManifest, type TaskVerb } from '../../../manifest.ts'

/** Why somebody gets no task of a step, whatever the rules say of him. */
export const NOT_OF_POST = '该人员不在本环节的岗位任职'

/** The verbs of a step that are somebody's to use at a task, in the order of the manifest; taking back is one of the case. */
export const verbsAt = (
  task: Pick<TaskManifest, 'verbs'>,
  at: { isDelegated: boolean; isSign: boolean; may: (verb: Exclude<TaskVerb, 'recall'>) => boolean },
): Exclude<TaskVerb, 'recall'>[] =>
  (task.verbs ?? TASK_VERBS)
    .filter((verb) => verb !== 'recall')
    .filter((verb) => (!at.isDelegated || verb === 'delegate') && (!at.isSign || verb === 'add-sign') && at.may(verb))

/** Why nobody completes a task by an action of its step: it asks for an answer only. null: it is to be completed. */
export function answerAsked({ isDelegated, isSign }: { isDelegated: boolean; isSign: boolean }): string | null {
  if (isDelegated) return '委派办理的任务,填写意见后交回'
  return isSign ? '加签任务,请签署加签意见' : null
}
