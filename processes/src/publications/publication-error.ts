export type PublicationErrorCode = 'PUBLICATION_CHANGED' | 'PUBLICATION_NOT_PUBLIC' | 'CORRECTION_INVALID'

/** A publication that cannot be corrected or withdrawn as asked; `code` is stable, the message Chinese. */
export class PublicationError extends Error {
  readonly code: PublicationErrorCode
  readonly details: unknown

  constructor(code: PublicationErrorCode, message: string, details?: unknown) {
    super(message)
    this.name = 'PublicationError'
    this.code = code
    this.details = details
  }
}
