export type DraftErrorCode = 'DRAFT_CHANGED' | 'DRAFT_TOO_LARGE' | 'TOO_MANY_DRAFTS'

const STATUS: Record<DraftErrorCode, number> = { DRAFT_CHANGED: 409, DRAFT_TOO_LARGE: 413, TOO_MANY_DRAFTS: 409 }

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class DraftError extends Error {
  readonly status: number
  constructor(
    readonly code: DraftErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message)
    this.name = 'DraftError'
    this.status = STATUS[code]
  }
}

/** 409: another device has saved since. @param now what there is now; null: it was handed in or thrown away */
export const draftChanged = (now: { version: number; savedAt: number } | null): DraftError =>
  new DraftError('DRAFT_CHANGED', now ? '另一台设备保存了较新的草稿' : '草稿已在其他地方提交或者清除', { now })
export const draftTooLarge = (maxBytes: number): DraftError =>
  new DraftError('DRAFT_TOO_LARGE', `填写内容超过 ${maxBytes / 1024} KB,不能自动保存,请尽快提交`)
export const tooManyDrafts = (most: number): DraftError =>
  new DraftError('TOO_MANY_DRAFTS', `草稿已有 ${most} 份,不能再保存。请在“我的草稿”中清除不用的`)
