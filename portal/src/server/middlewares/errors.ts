import type { CaseErrorCode } from '@lianban/processes'
import type { Middleware } from 'koa'
import type { Logger } from 'pino'
import type { State } from '../context.ts'
import { HttpError } from '../http-error.ts'

/**
 * Domain errors carry a stable code; its status stands here alone. Codes not listed are ours to explain: 500. Of the case service
 * none may be missing.
 */
const STATUSES = {
  LOGIN_FAILED: 401,
  ACCOUNT_LOCKED: 423,
  NOT_LOGGED_IN: 401,
  NOT_AUTHORIZED: 403,
  NOT_FOUND: 404,
  OBJECT_NOT_FOUND: 404,
  TASK_NOT_FOUND: 404,
  INSTANCE_NOT_FOUND: 404,
  DEFINITION_NOT_FOUND: 404,
  INCIDENT_NOT_FOUND: 404,
  FORM_INVALID: 422,
  ACTION_INVALID: 422,
  LEDGER_REFUSED: 409,
  OPINION_REQUIRED: 422,
  FIELD_NOT_WRITABLE: 422,
  UNKNOWN_FIELD: 422,
  MATERIALS_MISSING: 422,
  REASON_REQUIRED: 422,
  WAIVER_NOT_GRANTED: 422,
  OFFICERS_INVALID: 422,
  INSPECTION_FAILED: 409,
  NOTHING_TO_DEFER: 422,
  NOT_DEFERRABLE: 422,
  DEFERRAL_NOT_YOURS: 403,
  COMMITMENT_NOT_ALLOWED: 422,
  CHECK_NOT_YOURS: 403,
  SUSPENSION_INVALID: 422,
  HEARING_INVALID: 422,
  HEARING_NOT_EXPECTED: 409,
  INVALID_MODEL: 400,
  TASK_ALREADY_CLAIMED: 409,
  TASK_NOT_CLAIMED: 409,
  VERB_NOT_OFFERED: 409,
  SEND_BACK_NOT_POSSIBLE: 409,
  RESUBMIT_PATH_CHANGED: 409,
  RECALL_TOO_LATE: 409,
  PERSON_NOT_ELIGIBLE: 422,
  SIGNATURES_PENDING: 409,
  DELEGATION_PENDING: 409,
  CASE_ON_HOLD: 409,
  PAPERS_NOT_READY: 409,
  PARTS_DECIDED: 409,
  CASE_ENDED: 409,
  EXPORT_TOO_LARGE: 422,
  RECIPIENTS_INVALID: 422,
  TEXT_REQUIRED: 422,
  NOT_IN_BATCH: 422,
  URGE_TOO_SOON: 409,
  NOBODY_TO_URGE: 409,
  QUESTION_CLOSED: 409,
  SIGNATURE_REQUIRED: 422,
  SIGNATURE_INVALID: 422,
  APPLICANT_KNOWN: 409,
  APPLICANT_UNKNOWN: 404,
  APPLICANT_OWN_CASE: 403,
  TICKET_NOT_CALLED: 409,
  SUPPLEMENT_ONCE: 409,
  SAME_PERSON: 409,
  SUSPENSION_NOT_OPEN: 409,
  EXTENSION_ONCE: 409,
  EXTENSION_TOO_LATE: 409,
  EXTENSION_NOT_POSSIBLE: 409,
  DUE_TIME_FAILED: 409,
  SUPPLEMENT_NOT_EXPECTED: 409,
  LICENCE_NOT_IN_FORCE: 409,
  LICENCE_RENEWED_BY_SILENCE: 409,
  STATEMENT_NOT_EXPECTED: 409,
  MATTER_NOT_OPEN: 409,
  MATTER_CHANGED: 409,
  COMMITMENT_SIGNED: 409,
  DEBTS_OWED: 409,
  DEBT_NOT_OWED: 409,
  CHECK_NOT_OWED: 409,
  ORIGINAL_NOT_VERIFIABLE: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  MESSAGE_NOT_CORRELATED: 409,
  INSTANCE_NOT_ACTIVE: 409,
  NUMBER_NOT_FOUND: 404,
  NUMBER_ALREADY_VOID: 409,
  NUMBER_IN_USE: 409,
  NUMBER_TAKEN: 409,
  NUMBER_EXHAUSTED: 409,
  NUMBER_PART_INVALID: 422,
  NUMBER_SCHEME_INVALID: 422,
  PUBLICATION_CHANGED: 409,
  PUBLICATION_NOT_PUBLIC: 409,
  CORRECTION_INVALID: 422,
  ALREADY_ARCHIVED: 409,
  CASE_NOT_FINISHED: 409,
  NOT_ARCHIVED: 404,
  OBJECT_TOO_LARGE: 413,
  CHROMIUM_NOT_FOUND: 503,
  CHROMIUM_START_FAILED: 503,
  RENDER_TIMEOUT: 503,
  RENDER_FAILED: 503,
  OPTIONS_UNREACHABLE: 503,
} satisfies Record<CaseErrorCode, number> & Record<string, number>
const STATUS: Record<string, number> = STATUSES

/** Turns whatever was thrown into `{ error: { code, message, details, requestId } }`; only our own mistakes are logged with a stack. */
export function errors(logger: Logger): Middleware<State> {
  return async (ctx, next) => {
    try {
      await next()
      if (ctx.status === 404 && ctx.body === undefined && ctx.path.startsWith('/api/')) throw new HttpError(404, 'NOT_FOUND', '接口不存在')
    } catch (thrown) {
      const { status, code, message, details } = describe(thrown)
      if (status >= 500) logger.error({ err: thrown, requestId: ctx.state.requestId, path: ctx.path }, 'request failed')
      ctx.status = status
      if (code === 'TOO_MANY_REQUESTS') ctx.set('Retry-After', String((details as { retryAfterSeconds: number }).retryAfterSeconds))
      ctx.body = { error: { code, message, details, requestId: ctx.state.requestId } }
    }
  }
}

function describe(thrown: unknown): { status: number; code: string; message: string; details?: unknown } {
  const error = thrown as { status?: number; code?: string; message?: string; details?: unknown; expose?: boolean; name?: string }
  if (thrown instanceof HttpError) return { status: thrown.status, code: thrown.code, message: thrown.message, details: thrown.details }
  const status = typeof error?.code === 'string' ? (STATUS[error.code] ?? ownStatus(error.status)) : undefined
  if (status) return { status, code: error.code!, message: error.message ?? '', details: error.details }
  // Koa's own and the body parser's errors (malformed JSON, too large a body) carry a 4xx status and may be shown.
  if (error?.status === 413) return { status: 413, code: 'BODY_TOO_LARGE', message: '提交的内容过大' }
  if (typeof error?.status === 'number' && error.status >= 400 && error.status < 500)
    return { status: error.status, code: 'INVALID_REQUEST', message: '请求格式有误' }
  return { status: 500, code: 'INTERNAL', message: '系统内部错误,您的操作未生效。请稍后重试;如仍失败,请把编号告知系统管理员' }
}

const ownStatus = (status: number | undefined): number | undefined => (status && status >= 400 && status < 500 ? status : undefined)
