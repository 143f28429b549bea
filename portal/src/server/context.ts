import type { Caller } from '@lianban/tenants'
import type { ParameterizedContext } from 'koa'

/** What the middlewares leave for the routes. */
export interface State {
  requestId: string
  /** Whose data the request is about: set by `tenantOfHost`, for workers by their token; take it with `tenantOf`. */
  tenantId?: string
  /** Set by `session`; routes that need one take it with `callerOf`. */
  caller?: Caller
  sessionToken?: string
  csrfToken?: string
  body?: unknown
}

export type Ctx = ParameterizedContext<State>
