export type ReportErrorCode = 'REPORT_NOT_FOUND' | 'REPORT_INVALID' | 'REPORT_NOT_READY' | 'REPORT_NOT_FAILED'

const STATUS: Record<ReportErrorCode, number> = {
  REPORT_NOT_FOUND: 404,
  REPORT_INVALID: 422,
  REPORT_NOT_READY: 409,
  REPORT_NOT_FAILED: 409,
}

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class ReportError extends Error {
  readonly status: number
  constructor(
    readonly code: ReportErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'ReportError'
    this.status = STATUS[code]
  }
}
