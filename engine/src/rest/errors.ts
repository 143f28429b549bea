/** A mistake in a REST call that never reaches the engine, with its status and Camunda's exception type. */
export class RestError extends Error {
  readonly status: number
  readonly type: string
  /** Fields of the answer beside type, message and code. */
  readonly more: Record<string, unknown>

  constructor(status: number, type: string, message: string, more: Record<string, unknown> = {}) {
    super(message)
    this.name = 'RestError'
    this.status = status
    this.type = type
    this.more = more
  }
}

/** 400: the body or the query is not as it should be. */
export const invalidRequest = (message: string): RestError => new RestError(400, 'InvalidRequestException', message)

/** 404: there is no such thing. `what` e.g. `Job with id x`. */
export const doesNotExist = (what: string, type = 'InvalidRequestException'): RestError =>
  new RestError(404, type, `${what} does not exist`)

/** The same in the words of other resources. `what` e.g. `task with id x`. */
export const noMatching = (what: string): RestError => new RestError(404, 'InvalidRequestException', `No matching ${what}`)
