import type { SessionEnd } from '@lianban/tenants'

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
export const notLoggedIn = (end?: { reason: SessionEnd; at: number } | null) =>
  new HttpError(401, 'NOT_LOGGED_IN', end ? ENDS[end.reason] : '尚未登录或登录已超时,请重新登录', end ?? undefined)

const ENDS: Record<SessionEnd, string> = {
  replaced: '您的账号已在另一处登录,本处登录随即结束。如非本人操作,请立即修改密码并告知安全管理员',
  'password-changed': '密码已修改,请用新密码重新登录',
  'password-reset': '系统管理员已重置您的密码,请用一次性密码重新登录',
  'second-factor-reset': '安全管理员已重置您的动态口令,请重新登录后绑定',
  disabled: '您的账号已停用。如有疑问,请联系本单位系统管理员',
  'no-post': '您目前没有任何岗位,登录已结束。请联系本单位系统管理员核对岗位',
  'ended-by-owner': '您已在另一处结束了本次登录,请重新登录',
}

/** 401: no login is under way in this browser. */
export const loginOver = () => new HttpError(401, 'LOGIN_OVER', '登录未在规定时间内完成,请重新输入用户名和密码')

/** 403: a step of a login that another site's page sent. */
export const crossSiteRefused = () => new HttpError(403, 'CROSS_SITE_REFUSED', '登录只能在本平台的页面上进行,请从登录页重新开始')

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
  new HttpError(413, 'FILE_TOO_LARGE', `文件超过 ${sizeText(maxBytes)} 的上限,请压缩或拆分后重新上传`, { maxBytes })

const MB = 1024 * 1024
const sizeText = (bytes: number): string => (bytes < MB ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / MB)} MB`)

/** 415: the content is none of the kinds that may be handed in, whatever its name says. */
export const fileTypeNotAllowed = (found: string | null) =>
  new HttpError(415, 'FILE_TYPE_NOT_ALLOWED', '文件的实际内容不是允许的类型(PDF、JPG、PNG、WEBP、DOCX、XLSX),请确认文件未被改名', { found })

/** 429: too many requests from one address. */
export const tooManyRequests = (retryAfterSeconds: number) =>
  new HttpError(429, 'TOO_MANY_REQUESTS', `操作过于频繁,请 ${retryAfterSeconds} 秒后重试`, { retryAfterSeconds })
