import type { CommittedStep } from '@lianban/engine/runtime'

const recorded = new WeakMap<CommittedStep, string>()

/** The case service has written line and entry of the task that this step completed, in the step's own transaction. */
export const markRecorded = (step: CommittedStep, taskId: string): void => void recorded.set(step, taskId)

/** The task of the step that {@link markRecorded} was told of. */
export const recordedTask = (step: CommittedStep): string | undefined => recorded.get(step)
