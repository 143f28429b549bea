import type { Middleware } from 'koa'
import type { Logger } from 'pino'
import type { State } from '../context.ts'
import { HttpError } from '../http-error.ts'

/** Domain errors carry a stable code; its status stands here alone. Codes not listed are ours to explain: 500. */
const STATUS: Record<string, number> = {
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
  OPINION_REQUIRED: 422,
  FIELD_NOT_WRITABLE: 422,
  UNKNOWN_FIELD: 422,
  MATERIALS_MISSING: 422,
  REASON_REQUIRED: 422,
  WAIVER_NOT_GRANTED: 422,
  OFFICERS_INVALID: 422,
  SUSPENSION_INVALID: 422,
  INVALID_MODEL: 400,
  TASK_ALREADY_CLAIMED: 409,
  TASK_NOT_CLAIMED: 409,
  SUPPLEMENT_ONCE: 409,
  SAME_PERSON: 409,
  SUSPENSION_NOT_OPEN: 409,
  EXTENSION_ONCE: 409,
  EXTENSION_TOO_LATE: 409,
  EXTENSION_NOT_POSSIBLE: 409,
  DUE_TIME_FAILED: 409,
  SUPPLEMENT_NOT_EXPECTED: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  MESSAGE_NOT_CORRELATED: 409,
  INSTANCE_NOT_ACTIVE: 409,
  OBJECT_TOO_LARGE: 413,
  CHROMIUM_NOT_FOUND: 503,
  CHROMIUM_START_FAILED: 503,
  RENDER_TIMEOUT: 503,
  RENDER_FAILED: 503,
}

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
