export type WorklistErrorCode = 'VIEWS_CHANGED' | 'VIEWS_INVALID' | 'SPAN_INVALID'

const STATUS: Record<WorklistErrorCode, number> = { VIEWS_CHANGED: 409, VIEWS_INVALID: 422, SPAN_INVALID: 422 }

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class WorklistError extends Error {
  readonly status: number
  constructor(
    readonly code: WorklistErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'WorklistError'
    this.status = STATUS[code]
  }
}

/** 409: another window has changed the list since it was read. */
export const viewsChanged = (): WorklistError => new WorklistError('VIEWS_CHANGED', '筛选刚刚在其他窗口修改过,没有保存。请刷新后再改')
export const viewsInvalid = (message: string): WorklistError => new WorklistError('VIEWS_INVALID', message)
export const spanInvalid = (message: string): WorklistError => new WorklistError('SPAN_INVALID', message)
