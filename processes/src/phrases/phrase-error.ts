export type PhraseErrorCode = 'PHRASES_CHANGED' | 'PHRASES_INVALID'

const STATUS: Record<PhraseErrorCode, number> = { PHRASES_CHANGED: 409, PHRASES_INVALID: 422 }

/** The caller's mistake: a stable code, its HTTP status, and words for the person who made it. */
export class PhraseError extends Error {
  readonly status: number
  constructor(
    readonly code: PhraseErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'PhraseError'
    this.status = STATUS[code]
  }
}

/** 409: another window has changed the list since it was read. */
export const phrasesChanged = (): PhraseError => new PhraseError('PHRASES_CHANGED', '常用语刚刚在其他窗口修改过,没有保存。请刷新后再改')
export const phrasesInvalid = (message: string): PhraseError => new PhraseError('PHRASES_INVALID', message)
