import type { Caller, LoginMethod, SessionEnd } from '@lianban/tenants'
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
  loginMethod?: LoginMethod
  /** Why the session that the browser had has ended. */
  sessionEnd?: { reason: SessionEnd; at: number } | null
  body?: unknown
}

export type Ctx = ParameterizedContext<State>
