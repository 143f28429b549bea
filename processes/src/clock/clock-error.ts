/** What can go wrong when time is counted; `code` is stable, `message` is for developers and incidents. */
export class ClockError extends Error {
  readonly code: 'CALENDAR_NOT_COVERED' | 'CALENDAR_INVALID' | 'LIMIT_INVALID' | 'SUSPENSION_INVALID'

  constructor(code: ClockError['code'], message: string) {
    super(message)
    this.name = 'ClockError'
    this.code = code
  }
}
