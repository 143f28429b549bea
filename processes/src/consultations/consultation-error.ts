export type ConsultationErrorCode =
  'CONSULTATION_ANSWERED' | 'CONSULTATION_NOT_GRADABLE' | 'ANSWERER_HANDLED_CASE' | 'CONSULTATION_CODE_UNKNOWN'

const STATUS: Record<ConsultationErrorCode, number> = {
  CONSULTATION_ANSWERED: 409,
  CONSULTATION_NOT_GRADABLE: 409,
  ANSWERER_HANDLED_CASE: 403,
  CONSULTATION_CODE_UNKNOWN: 404,
}

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class ConsultationError extends Error {
  readonly status: number
  constructor(
    readonly code: ConsultationErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'ConsultationError'
    this.status = STATUS[code]
  }
}

export const alreadyAnswered = (): ConsultationError =>
  new ConsultationError('CONSULTATION_ANSWERED', '已经由他人答复,答复只能作出一次。请刷新页面查看')
export const notGradable = (): ConsultationError =>
  new ConsultationError('CONSULTATION_NOT_GRADABLE', '收到答复后可以评价一次。尚未答复或者已经评价过的,不能评价')
export const answererHandledCase = (): ConsultationError =>
  new ConsultationError('ANSWERER_HANDLED_CASE', '您办理过被投诉的办件,不能答复该投诉。请由本单位未参与办理的负责人或者政务办答复')
/** The same for every code that stands for nothing. */
export const codeUnknown = (): ConsultationError =>
  new ConsultationError('CONSULTATION_CODE_UNKNOWN', '未查到咨询投诉。请核对查询码,或者重新扫描提交时的二维码')
