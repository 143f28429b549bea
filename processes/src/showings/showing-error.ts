/** A stable code, its HTTP status, and words for whoever scanned the code. */
export class ShowingError extends Error {
  readonly code = 'SHOWING_OVER'
  readonly status = 410
  constructor(message: string) {
    super(message)
    this.name = 'ShowingError'
  }
}

/** The same for a code that there never was, that was used, taken back, and whose time is over. */
export const showingOver = (): ShowingError => new ShowingError('出示码已失效。出示码 5 分钟内有效,只能查看一次,请持证人重新出示')
