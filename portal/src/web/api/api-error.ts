/** One field of a refused form; `path` is the field's path, or `materials.<key>`. */
export interface FieldProblem {
  path: string
  code: string
  message: string
}

/** What the server, or the way to it, answered instead of a success: words for the person, a code and an id for support. */
export class ApiError extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  readonly code: string
  readonly details: unknown
  readonly requestId: string | null

  constructor(status: number, code: string, message: string, details: unknown = undefined, requestId: string | null = null) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = details
    this.requestId = requestId
  }
}

const FALLBACK_MESSAGES: Record<number, string> = {
  401: '登录已超时,请重新登录',
  403: '您没有进行此操作的权限',
  404: '所访问的内容不存在,或您无权查看',
  409: '内容已被他人更新,请刷新后重试',
  413: '文件过大,请压缩或拆分后重新上传',
  429: '操作过于频繁,请稍后重试',
  502: '服务暂时不可用,请稍后重试',
  503: '服务暂时不可用,请稍后重试',
}

/** Reads the error shape `{ error: { code, message, details, requestId } }`; an answer of another shape (a proxy's page) gets words by its status. */
export function errorOf(status: number, body: unknown): ApiError {
  const error = (body as { error?: { code?: unknown; message?: unknown; details?: unknown; requestId?: unknown } } | null)?.error
  const code = typeof error?.code === 'string' ? error.code : `HTTP_${status}`
  const fallback = FALLBACK_MESSAGES[status] ?? '服务器未能完成请求,请稍后重试'
  const message = typeof error?.message === 'string' && error.message ? error.message : fallback
  return new ApiError(status, code, message, error?.details, typeof error?.requestId === 'string' ? error.requestId : null)
}

/** No answer: the network or the server is away. The request may or may not have arrived, so it is repeated with the same key. */
export const unreachable = (): ApiError =>
  new ApiError(0, 'UNREACHABLE', '连接不上服务器,内容仍保留在本页。请检查网络后重试,重复提交不会重复办理')

/** Any thrown value as an ApiError, so that screens have one shape to show. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  return new ApiError(0, 'PAGE_ERROR', '页面出现异常,请刷新后重试')
}

const NONE: FieldProblem[] = []

/** The field problems of a refused form, empty for other errors; the same array for the same error. */
export function problemsOf(error: ApiError): FieldProblem[] {
  const problems = (error.details as { problems?: unknown } | null | undefined)?.problems
  return Array.isArray(problems) ? (problems as FieldProblem[]) : NONE
}
