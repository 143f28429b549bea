export type ArchiveErrorCode = 'ALREADY_ARCHIVED' | 'CASE_NOT_FINISHED' | 'NOT_ARCHIVED'

/** A case that cannot be archived, or an archive that is not there; `code` is stable, the message Chinese. */
export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode
  readonly details: unknown

  constructor(code: ArchiveErrorCode, message: string, details?: unknown) {
    super(message)
    this.name = 'ArchiveError'
    this.code = code
    this.details = details
  }
}
