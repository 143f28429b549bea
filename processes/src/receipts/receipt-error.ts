export type ReceiptErrorCode = 'RECEIPT_UNKNOWN' | 'RECEIPT_LOCKED'

const STATUS: Record<ReceiptErrorCode, number> = { RECEIPT_UNKNOWN: 404, RECEIPT_LOCKED: 423 }
const MINUTE_MS = 60_000

/** A stable code, its HTTP status, and words for whoever has the receipt in his hand. */
export class ReceiptError extends Error {
  readonly status: number
  constructor(
    readonly code: ReceiptErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'ReceiptError'
    this.status = STATUS[code]
  }
}

/** The same for a number that there is not, a wrong code and a void number. */
export const receiptUnknown = (): ReceiptError =>
  new ReceiptError('RECEIPT_UNKNOWN', '未查到办件。请核对凭证上的编号和六位查询码,或者重新扫描凭证上的二维码')

export const receiptLocked = (until: number, now: number): ReceiptError =>
  new ReceiptError(
    'RECEIPT_LOCKED',
    `查询码多次输入不正确,请 ${Math.max(1, Math.ceil((until - now) / MINUTE_MS))} 分钟后再试,或者扫描凭证上的二维码`,
  )
