/** Each code with its HTTP status. */
const STATUS = {
  STUDIO_NOT_FOUND: 404,
  DRAFT_CHANGED: 409,
  DRAFT_BEHIND: 409,
  PATH_INVALID: 422,
  FILE_TOO_LARGE: 413,
  PACKAGE_TOO_LARGE: 413,
  TOO_MANY_DRAFTS: 409,
  PACKAGE_UNREADABLE: 422,
  ARCHIVE_INVALID: 422,
  MAPPING_INVALID: 422,
  RELEASE_PROBLEMS: 409,
  RELEASE_CASES_FAILED: 409,
  RELEASE_UNCHANGED: 409,
  RELEASE_DAY_PASSED: 422,
  RELEASE_STATE: 409,
  RELEASE_OPEN: 409,
  SECOND_PERSON: 403,
  NOT_PROPOSER: 403,
  NOTHING_BEFORE: 409,
  NOTHING_MIGRATED: 409,
} as const

export type StudioErrorCode = keyof typeof STATUS

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class StudioError extends Error {
  readonly status: number
  constructor(
    readonly code: StudioErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message)
    this.name = 'StudioError'
    this.status = STATUS[code]
  }
}

export const studioNotFound = (what: string): StudioError => new StudioError('STUDIO_NOT_FOUND', `${what}不存在,或者已经删除`)
