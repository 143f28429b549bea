export type QueueErrorCode =
  | 'HALL_UNKNOWN'
  | 'HALL_CHANGED'
  | 'HALL_INVALID'
  | 'DEVICE_UNKNOWN'
  | 'DEVICE_OF_OTHER_KIND'
  | 'CLASS_UNKNOWN'
  | 'WINDOW_UNKNOWN'
  | 'WINDOW_TAKEN'
  | 'WINDOW_NOT_OPEN'
  | 'WINDOW_BUSY'
  | 'NO_TICKET_CALLED'
  | 'TICKET_NOT_PASSED'
  | 'NUMBERS_EXHAUSTED'

const STATUS: Record<QueueErrorCode, number> = {
  HALL_UNKNOWN: 404,
  HALL_CHANGED: 409,
  HALL_INVALID: 422,
  DEVICE_UNKNOWN: 401,
  DEVICE_OF_OTHER_KIND: 403,
  CLASS_UNKNOWN: 422,
  WINDOW_UNKNOWN: 422,
  WINDOW_TAKEN: 409,
  WINDOW_NOT_OPEN: 409,
  WINDOW_BUSY: 409,
  NO_TICKET_CALLED: 409,
  TICKET_NOT_PASSED: 409,
  NUMBERS_EXHAUSTED: 409,
}

const WORDS: Record<Exclude<QueueErrorCode, 'HALL_INVALID'>, string> = {
  HALL_UNKNOWN: '没有这个服务大厅,请刷新后重新选择',
  HALL_CHANGED: '大厅设置刚刚被其他人修改过,没有保存。请刷新后再改',
  DEVICE_UNKNOWN: '本设备没有登记或已被停用。请系统管理员在“大厅设备”中登记后,用登记时给出的地址打开',
  DEVICE_OF_OTHER_KIND: '本设备登记的用途不同,不能使用这个页面',
  CLASS_UNKNOWN: '没有这类业务,请刷新后重新选择',
  WINDOW_UNKNOWN: '大厅没有这个窗口,请核对窗口号',
  WINDOW_TAKEN: '这个窗口已有人值守,或您已在另一个窗口值守。请先关闭窗口',
  WINDOW_NOT_OPEN: '您还没有开放窗口,请先选择窗口号和业务类别',
  WINDOW_BUSY: '当前号还没有办结。请先办结、过号或转出,再关闭窗口',
  NO_TICKET_CALLED: '窗口当前没有叫到的号,请先叫号',
  TICKET_NOT_PASSED: '这个号不在过号名单中,可能已经重新排队',
  NUMBERS_EXHAUSTED: '今天这类业务的号已取完,请到咨询台',
}

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class QueueError extends Error {
  readonly status: number
  constructor(
    readonly code: QueueErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'QueueError'
    this.status = STATUS[code]
  }
}

export const queueError = (code: Exclude<QueueErrorCode, 'HALL_INVALID'>): QueueError => new QueueError(code, WORDS[code])
/** 422: says which setting is wrong and what it should be. */
export const hallInvalid = (message: string): QueueError => new QueueError('HALL_INVALID', message)
