export type DeliveryErrorCode =
  | 'DELIVERY_NOT_FOUND'
  | 'DELIVERY_ON_ITS_WAY'
  | 'WEB_HOOK_NOT_FOUND'
  | 'WEB_HOOK_INVALID'
  | 'MAIL_NOT_OFFERED'
  | 'MAIL_ADDRESS_INVALID'
  | 'MAIL_CODE_TOO_SOON'
  | 'MAIL_CODE_WRONG'
  | 'MAIL_FAILED'
  | 'NOTICE_CHOICE_INVALID'

const STATUS: Record<DeliveryErrorCode, number> = {
  DELIVERY_NOT_FOUND: 404,
  DELIVERY_ON_ITS_WAY: 409,
  WEB_HOOK_NOT_FOUND: 404,
  WEB_HOOK_INVALID: 422,
  MAIL_NOT_OFFERED: 409,
  MAIL_ADDRESS_INVALID: 422,
  MAIL_CODE_TOO_SOON: 409,
  MAIL_CODE_WRONG: 422,
  MAIL_FAILED: 422,
  NOTICE_CHOICE_INVALID: 422,
}

/** The caller's mistake, or a mail server's: a stable code, its HTTP status, and words for the person. */
export class DeliveryError extends Error {
  readonly status: number
  constructor(
    readonly code: DeliveryErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'DeliveryError'
    this.status = STATUS[code]
  }
}

/** An attempt that failed; `status` is what a web hook answered. */
export class AttemptFailed extends Error {
  constructor(
    message: string,
    readonly status: number | null = null,
  ) {
    super(message)
  }
}
