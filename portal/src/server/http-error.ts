/** An answer that is not a success: status, a stable code that clients switch on, and words for the person. */
export class HttpError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** 401: no session, or one that has ended. */
export const notLoggedIn = () => new HttpError(401, 'NOT_LOGGED_IN', '尚未登录或登录已超时,请重新登录')

/** 403: the CSRF header is missing or is another session's. */
export const csrfRefused = () => new HttpError(403, 'CSRF_REFUSED', '页面已过期,请刷新后重试')

/** 404: there is nothing here, or nothing that the caller may know of. */
export const notFound = (what = '所访问的内容') => new HttpError(404, 'NOT_FOUND', `${what}不存在,或您无权查看`)

/** 404: the address belongs to no tenant that is open. */
export const unknownHost = () => new HttpError(404, 'UNKNOWN_HOST', '该地址没有开通服务,请核对网址;网址无误的,请联系本县系统管理员')

/** 400: the request does not have the expected shape; `details` names each place. */
export const invalidRequest = (details: unknown) => new HttpError(400, 'INVALID_REQUEST', '请求内容不符合要求,请刷新页面后重试', details)

/** 413: an upload over the limit. */
export const fileTooLarge = (maxBytes: number) =>
  new HttpError(413, 'FILE_TOO_LARGE', `文件超过 ${Math.floor(maxBytes / 1024 / 1024)} MB 的上限,请压缩或拆分后重新上传`, { maxBytes })

/** 415: the content is none of the kinds that may be handed in, whatever its name says. */
export const fileTypeNotAllowed = (found: string | null) =>
  new HttpError(415, 'FILE_TYPE_NOT_ALLOWED', '文件的实际内容不是允许的类型(PDF、JPG、PNG、WEBP、DOCX、XLSX),请确认文件未被改名', { found })

/** 429: too many requests from one address. */
export const tooManyRequests = (retryAfterSeconds: number) =>
  new HttpError(429, 'TOO_MANY_REQUESTS', `操作过于频繁,请 ${retryAfterSeconds} 秒后重试`, { retryAfterSeconds })
