import type { PlacedProblem } from '../cases/errors.ts'

export type TryOutErrorCode =
  | 'PACKAGE_INVALID'
  | 'MATTER_MISSING'
  | 'MODEL_INVALID'
  | 'ALREADY_SUBMITTED'
  | 'NOT_SUBMITTED'
  | 'CASE_ENDED'
  | 'TASK_NOT_OPEN'
  | 'NOT_YOURS'
  | 'PERSON_UNKNOWN'
  | 'NO_TIMER'
  | 'BACKWARDS'
  | 'TOO_MANY_TIMERS'
  | 'NOTHING_WAITS'
  | 'PART_NOT_STARTED'
  | 'NOTHING_TO_UNDO'
  | 'STEP_REFUSED'
  | 'SAVED_CASE_INVALID'

/** What the try-out cannot do, in words for whoever tries out; `details.problems` names places where there are any. */
export class TryOutError extends Error {
  readonly code: TryOutErrorCode
  readonly details: { problems: PlacedProblem[] } | undefined

  constructor(code: TryOutErrorCode, message: string, problems?: PlacedProblem[]) {
    super(message)
    this.name = 'TryOutError'
    this.code = code
    this.details = problems && { problems }
  }
}
