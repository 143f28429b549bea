/** Stable codes of what a caller of the rating service may have done wrong. */
export type RatingErrorCode =
  | 'RATING_NOT_FOUND'
  | 'RATING_GIVEN'
  | 'RATING_CODE_UNKNOWN'
  | 'CONTACT_NOT_RATABLE'
  | 'RATING_TAGS_INVALID'
  | 'COMMENT_GIVEN'
  | 'FOLLOW_UP_STATE_CHANGED'
  | 'REVIEWER_NOT_OTHER'
  | 'REVIEW_NOT_FITTING'
  | 'RATING_APPEALED'
  | 'RECTIFIED_TWICE'

const STATUS: Record<RatingErrorCode, number> = {
  RATING_NOT_FOUND: 404,
  RATING_GIVEN: 409,
  RATING_CODE_UNKNOWN: 404,
  CONTACT_NOT_RATABLE: 409,
  RATING_TAGS_INVALID: 422,
  COMMENT_GIVEN: 409,
  FOLLOW_UP_STATE_CHANGED: 409,
  REVIEWER_NOT_OTHER: 403,
  REVIEW_NOT_FITTING: 422,
  RATING_APPEALED: 409,
  RECTIFIED_TWICE: 409,
}

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class RatingError extends Error {
  readonly status: number
  constructor(
    readonly code: RatingErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'RatingError'
    this.status = STATUS[code]
  }
}

export const ratingNotFound = (): RatingError => new RatingError('RATING_NOT_FOUND', '评价不存在,或您无权查看')
export const ratingGiven = (): RatingError => new RatingError('RATING_GIVEN', '这次服务已经评价过。可以追加一次评价,原评价不能修改')
/** The same for every code that stands for nothing. */
export const ratingCodeUnknown = (): RatingError =>
  new RatingError('RATING_CODE_UNKNOWN', '未查到可以评价的服务。请核对凭证上的办件编号和查询码,或者重新扫码')
export const contactNotRatable = (): RatingError => new RatingError('CONTACT_NOT_RATABLE', '这次服务还不能评价。办结后即可评价')
export const ratingTagsInvalid = (): RatingError => new RatingError('RATING_TAGS_INVALID', '所选标签与评价等级不符,请重新选择')
export const commentGiven = (): RatingError => new RatingError('COMMENT_GIVEN', '已经追评过。每次评价只能追评一次')
export const followUpStateChanged = (): RatingError =>
  new RatingError('FOLLOW_UP_STATE_CHANGED', '整改件当前状态不能进行该操作,可能已由他人办理。请刷新页面')
export const reviewerNotOther = (): RatingError =>
  new RatingError('REVIEWER_NOT_OTHER', '复核应当由核实人以外的另一人进行。请由其他复核人员办理')
export const reviewNotFitting = (): RatingError =>
  new RatingError('REVIEW_NOT_FITTING', '评价人称误评的,只能更正等级或者维持评价;其他情形只能不计入或者维持评价')
export const ratingAppealed = (): RatingError => new RatingError('RATING_APPEALED', '对同一评价只能申诉一次,请整改后报告')
export const rectifiedTwice = (): RatingError => new RatingError('RECTIFIED_TWICE', '已经两次整改。仍不满意的,请选择“仍不满意”转督办')
