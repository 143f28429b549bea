import { LICENCE_STANDING_TEXTS } from '../labels.ts'

/** Stable codes of what a caller of the case service may have done wrong. The HTTP status of each stands in the portal. */
export type CaseErrorCode =
  | 'NOT_FOUND'
  | 'FORM_INVALID'
  | 'FIELD_NOT_WRITABLE'
  | 'UNKNOWN_FIELD'
  | 'ACTION_INVALID'
  | 'OPINION_REQUIRED'
  | 'OFFICERS_INVALID'
  | 'TASK_NOT_FOUND'
  | 'TASK_NOT_CLAIMED'
  | 'TASK_ALREADY_CLAIMED'
  | 'SUPPLEMENT_ONCE'
  | 'SUPPLEMENT_NOT_EXPECTED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'REASON_REQUIRED'
  | 'SAME_PERSON'
  | 'SUSPENSION_INVALID'
  | 'SUSPENSION_NOT_OPEN'
  | 'HEARING_INVALID'
  | 'INSPECTION_FAILED'
  | 'HEARING_NOT_EXPECTED'
  | 'EXTENSION_ONCE'
  | 'EXTENSION_TOO_LATE'
  | 'EXTENSION_NOT_POSSIBLE'
  | 'WAIVER_NOT_GRANTED'
  | 'MATTER_NOT_OPEN'
  | 'MATTER_CHANGED'
  | 'MATERIALS_MISSING'
  | 'NOTHING_TO_DEFER'
  | 'NOT_DEFERRABLE'
  | 'DEFERRAL_NOT_YOURS'
  | 'COMMITMENT_NOT_ALLOWED'
  | 'COMMITMENT_SIGNED'
  | 'DEBTS_OWED'
  | 'DEBT_NOT_OWED'
  | 'CHECK_NOT_OWED'
  | 'CHECK_NOT_YOURS'
  | 'ORIGINAL_NOT_VERIFIABLE'
  | 'RECIPIENTS_INVALID'
  | 'TEXT_REQUIRED'
  | 'URGE_TOO_SOON'
  | 'NOBODY_TO_URGE'
  | 'QUESTION_CLOSED'
  | 'NOT_IN_BATCH'
  | 'VERB_NOT_OFFERED'
  | 'SEND_BACK_NOT_POSSIBLE'
  | 'RESUBMIT_PATH_CHANGED'
  | 'RECALL_TOO_LATE'
  | 'PERSON_NOT_ELIGIBLE'
  | 'SIGNATURES_PENDING'
  | 'DELEGATION_PENDING'
  | 'CASE_ON_HOLD'
  | 'CASE_ENDED'
  | 'PAPERS_NOT_READY'
  | 'PARTS_DECIDED'
  | 'EXPORT_TOO_LARGE'
  | 'LICENCE_NOT_IN_FORCE'
  | 'LICENCE_RENEWED_BY_SILENCE'
  | 'STATEMENT_NOT_EXPECTED'
  | 'SIGNATURE_REQUIRED'
  | 'SIGNATURE_INVALID'
  | 'APPLICANT_KNOWN'
  | 'APPLICANT_UNKNOWN'
  | 'APPLICANT_OWN_CASE'
  | 'TICKET_NOT_CALLED'
  | 'LEDGER_REFUSED'

/** The caller's mistake: a stable code and words for the person who made it, in Chinese. */
export class CaseError extends Error {
  readonly code: CaseErrorCode
  readonly details: unknown

  constructor(code: CaseErrorCode, message: string, details?: unknown) {
    super(message)
    this.name = 'CaseError'
    this.code = code
    this.details = details
  }
}

export interface PlacedProblem {
  path: string
  code: string
  message: string
}

/** Neither there, nor anything the caller may know of. */
export const notFound = (what = '办件'): CaseError => new CaseError('NOT_FOUND', `${what}不存在,或您无权查看`)

/** The form or the materials have problems; each names its place. A forged field gives its own code. */
export function formInvalid(problems: PlacedProblem[]): CaseError {
  const forged = problems.find(({ code }) => code === 'FIELD_NOT_WRITABLE' || code === 'UNKNOWN_FIELD')
  if (forged) {
    return new CaseError(forged.code as CaseErrorCode, '提交的内容里有本环节不能填写的字段,没有保存。请刷新页面后重新办理', { problems })
  }
  return new CaseError('FORM_INVALID', `有 ${problems.length} 处填写不符合要求,请按提示修改后再提交`, { problems })
}

export const taskNotFound = (): CaseError => new CaseError('TASK_NOT_FOUND', '这项任务已经办结或不存在,请返回待办列表刷新')

export const actionInvalid = (stepName: string): CaseError =>
  new CaseError('ACTION_INVALID', `“${stepName}”环节没有这个操作,请刷新页面后重试`)

export const opinionRequired = (label: string): CaseError =>
  new CaseError('OPINION_REQUIRED', `选择“${label}”必须写明意见或理由`, {
    problems: [{ path: 'opinion', code: 'REQUIRED', message: '请写明意见或理由' }],
  })

/** 一次性告知 (行政许可法 article 32): a case is sent back for supplement once. */
export const supplementOnce = (): CaseError =>
  new CaseError('SUPPLEMENT_ONCE', '本办件已经告知补正一次。应当一次告知全部内容,不能再次要求补正,请作出受理或者不予受理的决定')

export const supplementNotExpected = (): CaseError =>
  new CaseError('SUPPLEMENT_NOT_EXPECTED', '本办件现在不需要补正,没有保存。请刷新页面查看办理进度')

export const taskNotClaimed = (): CaseError => new CaseError('TASK_NOT_CLAIMED', '请先签收这项任务再办理')

export const taskAlreadyClaimed = (): CaseError => new CaseError('TASK_ALREADY_CLAIMED', '这项任务已由他人签收,请返回待办列表刷新')

export const idempotencyKeyReused = (): CaseError =>
  new CaseError('IDEMPOTENCY_KEY_REUSED', '这次提交与上一次提交的编号相同但内容不同,没有保存。请刷新页面后重新提交')

export const officersInvalid = (message: string, path: string): CaseError =>
  new CaseError('OFFICERS_INVALID', message, { problems: [{ path, code: 'OFFICERS_INVALID', message }] })

/** 422: what goes on record needs a reason. */
export const reasonRequired = (maxChars: number, what = '理由'): CaseError =>
  new CaseError('REASON_REQUIRED', `请填写${what}(不超过 ${maxChars} 字),${what}将写入监察日志`)

/** 409: who asks does not approve. */
export const samePerson = (message: string): CaseError => new CaseError('SAME_PERSON', message)

/** 422: no special procedure of this kind, or not now. @param field of the action's form, where one is to blame */
export const suspensionInvalid = (message: string, field: string | null): CaseError =>
  new CaseError('SUSPENSION_INVALID', message, {
    problems: field === null ? [] : [{ path: `fields.${field}`, code: 'SUSPENSION_INVALID', message }],
  })

/** 422: separation of duties is not lifted for this person at this step. */
export const waiverNotGranted = (message: string): CaseError => new CaseError('WAIVER_NOT_GRANTED', message)

/** 409: no version of the matter takes new cases on this day. */
export const matterNotOpen = (message: string): CaseError => new CaseError('MATTER_NOT_OPEN', message)

/** 409: another version came into force while the applicant was writing. */
export const matterChanged = (): CaseError =>
  new CaseError('MATTER_CHANGED', '本事项的办事指南刚刚更新,您填写的内容已保留。请刷新页面,按新的要求核对后再提交')

/** 422: it cannot be accepted as complete. @param hint what to do instead */
export const materialsMissing = (names: string, hint: string): CaseError =>
  new CaseError('MATERIALS_MISSING', `还缺少必要的材料:${names},不能直接受理。${hint}`)

export const nothingToDefer = (): CaseError => new CaseError('NOTHING_TO_DEFER', '本办件没有缺少的材料,请直接受理')

/** 422: one of the missing materials may not follow later. */
export const notDeferrable = (names: string): CaseError => new CaseError('NOT_DEFERRABLE', `${names}不能容缺后补,请一次性告知申请人补正`)

/** 403: the matter leaves the decision to another post. */
export const deferralNotYours = (postName: string): CaseError =>
  new CaseError('DEFERRAL_NOT_YOURS', `本事项的容缺受理由${postName}决定,请由其办理`)

export const commitmentNotAllowed = (message: string): CaseError => new CaseError('COMMITMENT_NOT_ALLOWED', message)

export const commitmentSigned = (): CaseError => new CaseError('COMMITMENT_SIGNED', '申请人已经选择告知承诺办理,请按告知承诺受理')

/** 409: a licence is not granted while materials are owed or missing. */
export const debtsOwed = (what: string): CaseError =>
  new CaseError('DEBTS_OWED', `${what},不能作出准予决定。请催告申请人补交,或由本单位主要负责人说明理由后免交`)

export const debtNotOwed = (): CaseError => new CaseError('DEBT_NOT_OWED', '这项材料不需要补交,或者已经补交,请刷新页面查看')

export const checkNotOwed = (): CaseError => new CaseError('CHECK_NOT_OWED', '这项承诺现在不需要核查,或者已有核查结果,请刷新页面查看')

/** 403: 审管分离. */
export const checkNotYours = (): CaseError =>
  new CaseError('CHECK_NOT_YOURS', '您作出了本办件的许可决定,不能由您核查申请人的承诺。请由其他人员核查')

export const originalNotVerifiable = (): CaseError =>
  new CaseError('ORIGINAL_NOT_VERIFIABLE', '只有在办办件中由申请人上传、还没有核对过的材料可以登记“已核对原件”,请刷新页面查看')

/** 409: the step does not have this verb, or it is none of a task of this kind. */
export const verbNotOffered = (verb: string, why = '本环节没有开放这项操作'): CaseError =>
  new CaseError('VERB_NOT_OFFERED', `不能${verb}:${why}`)

/** 409: there is no way back from here to that step. */
export const sendBackNotPossible = (message: string): CaseError => new CaseError('SEND_BACK_NOT_POSSIBLE', message)

/** 409: what decides the way has changed since it was sent back; it must take its way again. */
export const resubmitPathChanged = (names: string[]): CaseError =>
  new CaseError('RESUBMIT_PATH_CHANGED', '影响办理路径的内容已经修改,不能直接送回退回人,请选择“按流程重新流转”后提交', { names })

/** 409: something has been done since. */
export const recallTooLate = (message: string): CaseError => new CaseError('RECALL_TOO_LATE', message)

/** 422: this person cannot take it. */
export const personNotEligible = (message: string): CaseError =>
  new CaseError('PERSON_NOT_ELIGIBLE', message, { problems: [{ path: 'to', code: 'PERSON_NOT_ELIGIBLE', message }] })

/** 409: signatures that were asked for beside the task are not there yet. */
export const signaturesPending = (names: string[]): CaseError =>
  new CaseError('SIGNATURES_PENDING', `加签尚未办结(${names.join('、')}),请等待其办理,或先减签`)

/** 409: while the decision was on its way somebody was asked, or has answered. */
export const signaturesChanged = (): CaseError => new CaseError('SIGNATURES_PENDING', '加签情况刚刚发生变化,请刷新页面查看后再办理')

export const delegationPending = (): CaseError =>
  new CaseError('DELEGATION_PENDING', '这项任务是委派给您办理的,请填写意见后交回委派人,由委派人提交')

/** @param record null: who did it and why is not the applicant's to know */
export const caseOnHold = (record: { name: string; reason: string } | null): CaseError =>
  new CaseError('CASE_ON_HOLD', `办件已${record ? `由${record.name}挂起(${record.reason})` : '挂起'},解除挂起后才能办理;挂起不停止计算时限`)

/** 422: a list is taken out whole or not at all. */
export const exportTooLarge = (rows: number, most: number): CaseError =>
  new CaseError('EXPORT_TOO_LARGE', `共有 ${rows} 条,一次最多导出 ${most} 条,请按年度、类别或登记机关分次导出`)

export const caseEnded = (verb: string): CaseError => new CaseError('CASE_ENDED', `办件已经作出决定或者办结,不能${verb}`)

/** 409: the licence is not what the decision would need it to be. */
export const licenceNotInForce = (licenceNo: string, standing: string, label: string): CaseError =>
  new CaseError(
    'LICENCE_NOT_IN_FORCE',
    `证照 ${licenceNo} ${LICENCE_STANDING_TEXTS[standing] ?? standing},不能${label}。请核对证照的当前状态`,
  )

/** 409: what silence has renewed is not refused afterwards. Source: 行政许可法 article 50. */
export const licenceRenewedBySilence = (): CaseError =>
  new CaseError(
    'LICENCE_RENEWED_BY_SILENCE',
    '有效期届满前没有作出决定,该证照已经依法视为准予延续,不能再作不予延续的决定。可以确认延续;确有依法应当撤回、撤销情形的,请依职权启动审查',
  )

/** 409: nothing waits for a statement now: the time is over, or it was made. */
export const statementNotExpected = (): CaseError =>
  new CaseError('STATEMENT_NOT_EXPECTED', '现在不能提交陈述申辩:期限已过,或者已经提交过。请刷新页面查看办理进度')

/** 422: the step is signed by hand. @param signedBy who signs, where it is not whoever does the step */
export const signatureRequired = (label: string, signedBy?: string): CaseError =>
  new CaseError('SIGNATURE_REQUIRED', `选择“${label}”需要${signedBy ? `由${signedBy}` : ''}手写签名`, {
    problems: [{ path: 'signature', code: 'REQUIRED', message: `请${signedBy ? `由${signedBy}` : ''}签名` }],
  })

/** 422: this is no signature, or not one of whoever sends it. */
export const signatureInvalid = (message: string): CaseError =>
  new CaseError('SIGNATURE_INVALID', message, { problems: [{ path: 'signature', code: 'SIGNATURE_INVALID', message }] })

/** 409: there is an account of that number. */
export const applicantKnown = (): CaseError => new CaseError('APPLICANT_KNOWN', '该号码已有申请人账户,请按号码查找后直接办理,不必重新登记')

/** 404: no applicant of whom this can be asked. */
export const applicantUnknown = (): CaseError =>
  new CaseError('APPLICANT_UNKNOWN', '没有可以办理的申请人账户,或其已自行设置密码。请按证件号码重新查找')

/** 403: whoever sits at the window is the applicant, or his proxy. */
export const applicantOwnCase = (): CaseError =>
  new CaseError('APPLICANT_OWN_CASE', '您是申请人或代理人,按照回避要求不能代为录入,请由其他窗口人员办理')

/** 409: the number was not called at this window, or is done. */
export const ticketNotCalled = (): CaseError => new CaseError('TICKET_NOT_CALLED', '排队号不在您的窗口办理中。请刷新窗口工作台后重新开始')
