/** Stable codes of what a caller of the calendar desk may have done wrong. */
export type CalendarErrorCode = 'CALENDAR_INVALID' | 'CALENDAR_CHANGED' | 'CALENDAR_UNCHANGED' | 'CONFIRMATION_NEEDED' | 'YEAR_MISSING'

const STATUS: Record<CalendarErrorCode, number> = {
  CALENDAR_INVALID: 422,
  CALENDAR_CHANGED: 409,
  CALENDAR_UNCHANGED: 409,
  CONFIRMATION_NEEDED: 422,
  YEAR_MISSING: 422,
}

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class CalendarError extends Error {
  readonly code: CalendarErrorCode
  readonly status: number
  readonly details: unknown

  constructor(code: CalendarErrorCode, message: string, details?: unknown) {
    super(message)
    this.name = 'CalendarError'
    this.code = code
    this.status = STATUS[code]
    this.details = details
  }
}

export const calendarInvalid = (problems: { path: string; message: string }[]): CalendarError =>
  new CalendarError(
    'CALENDAR_INVALID',
    problems.map(({ path, message }) => (path === 'content' ? message : `${path}：${message}`)).join('；'),
    {
      problems,
    },
  )

/** 409: somebody published meanwhile. */
export const calendarChanged = (version: number): CalendarError =>
  new CalendarError('CALENDAR_CHANGED', `工作日历已被他人发布为第 ${version} 版，请刷新页面，在新版本上重新修改和试算`)

export const calendarUnchanged = (): CalendarError => new CalendarError('CALENDAR_UNCHANGED', '内容与现行版本相同，没有发布')

export const confirmationNeeded = (words: string): CalendarError =>
  new CalendarError('CONFIRMATION_NEEDED', `发布会重新计算全部在办件的期限。请在确认框中一字不差地填写“${words}”`)

/** 422: a version must not forget what cases were counted by. */
export const yearMissing = (years: number[]): CalendarError =>
  new CalendarError('YEAR_MISSING', `新版本缺少现行版本已有的年度：${years.join('、')}年。在办件要用到这些年度，不能删除`)
