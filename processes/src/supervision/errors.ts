/** Stable codes of what a caller of the supervision service may have done wrong. */
export type SupervisionErrorCode =
  | 'CARD_NOT_FOUND'
  | 'RULE_NOT_FOUND'
  | 'CARD_STATE_CHANGED'
  | 'SECOND_PERSON_NEEDED'
  | 'APPEAL_TOO_LATE'
  | 'RULE_INVALID'
  | 'RULE_UNCHANGED'
  | 'PROPOSAL_OPEN'
  | 'PROPOSAL_DECIDED'
  | 'FILE_INVALID'
  | 'CARD_ABOUT_UNKNOWN'

const STATUS: Record<SupervisionErrorCode, number> = {
  CARD_NOT_FOUND: 404,
  RULE_NOT_FOUND: 404,
  CARD_STATE_CHANGED: 409,
  SECOND_PERSON_NEEDED: 403,
  APPEAL_TOO_LATE: 409,
  RULE_INVALID: 422,
  RULE_UNCHANGED: 409,
  PROPOSAL_OPEN: 409,
  PROPOSAL_DECIDED: 409,
  FILE_INVALID: 422,
  CARD_ABOUT_UNKNOWN: 422,
}

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class SupervisionError extends Error {
  readonly status: number
  constructor(
    readonly code: SupervisionErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message)
    this.name = 'SupervisionError'
    this.status = STATUS[code]
  }
}

export const cardNotFound = (): SupervisionError => new SupervisionError('CARD_NOT_FOUND', '监察牌不存在,或您无权查看')
export const ruleNotFound = (): SupervisionError => new SupervisionError('RULE_NOT_FOUND', '监察规则或其版本不存在,请刷新规则页')
export const cardStateChanged = (): SupervisionError =>
  new SupervisionError('CARD_STATE_CHANGED', '监察牌当前状态不能进行该操作,可能已由他人处理。请刷新页面')
export const secondPersonNeeded = (what: string): SupervisionError =>
  new SupervisionError('SECOND_PERSON_NEEDED', `${what}应当由另一人进行,不能由同一人完成。请由其他有权限的人员办理`)
export const appealTooLate = (): SupervisionError =>
  new SupervisionError('APPEAL_TOO_LATE', '已超过申诉期限(发牌后三个工作日),请改为说明或整改回复')
export const ruleInvalid = (problems: { path: string; message: string }[]): SupervisionError =>
  new SupervisionError(
    'RULE_INVALID',
    `规则有 ${problems.length} 处不符合要求:${problems.map(({ path, message }) => `${path} ${message}`).join(';')}`,
    { problems },
  )
export const ruleUnchanged = (): SupervisionError => new SupervisionError('RULE_UNCHANGED', '与现行规则相同,没有需要确认的修改')
export const proposalOpen = (): SupervisionError => new SupervisionError('PROPOSAL_OPEN', '本规则已有一项修改等待确认,请先由纪委确认或退回')
export const proposalDecided = (): SupervisionError => new SupervisionError('PROPOSAL_DECIDED', '该修改已经处理过,请刷新规则页')
export const fileInvalid = (): SupervisionError => new SupervisionError('FILE_INVALID', '所附文件不存在或不是您上传的,请重新上传')
export const aboutUnknown = (message: string): SupervisionError => new SupervisionError('CARD_ABOUT_UNKNOWN', message)
