import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { api } from './api/api.ts'
import { asApiError, type ApiError } from './api/api-error.ts'
import { onUnauthorized, setCsrfToken } from './api/client.ts'
import type { Session } from './api/session.ts'
import { forgetPages } from './hooks/use-pages.ts'
import { forgetResources } from './hooks/use-resource.ts'

export type State =
  | { phase: 'out'; error: ApiError | null }
  | {
      phase: 'in'
      session: Session
      /** The server has ended it, and why: log in again above the page, which keeps what is filled in. */ ended: string | null
    }

interface SessionContext {
  state: State
  /** The login is done. */
  enter(session: Session): void
  logout(): Promise<void>
}

const TENANT_KEY = 'lianban.tenant'
const Context = createContext<SessionContext | null>(null)

/** What was read for one person is not shown to the next. */
function forgetAll(): void {
  forgetResources()
  forgetPages()
}

/** The county's name as this device last saw it, for the log-in page; empty on a first visit. */
export const lastTenantName = (): string => localStorage.getItem(TENANT_KEY) ?? ''

/** Whoever is logged in by his cookie, as the application begins. */
export async function firstSession(): Promise<State> {
  try {
    const session = await api.session()
    taken(session)
    return { phase: 'in', session, ended: null }
  } catch (thrown) {
    const error = asApiError(thrown)
    return { phase: 'out', error: error.status === 401 ? null : error }
  }
}

function taken(session: Session): void {
  setCsrfToken(session.csrfToken)
  localStorage.setItem(TENANT_KEY, session.tenant.name)
}

export function SessionProvider({ first, children }: { first: State; children: ReactNode }) {
  const [state, setState] = useState<State>(first)

  const enter = useCallback((session: Session) => {
    taken(session)
    setState((now) => {
      // Another person at the same desk sees nothing of the one before.
      if (now.phase === 'in' && now.session.user.id !== session.user.id) forgetAll()
      return { phase: 'in', session, ended: null }
    })
  }, [])

  useEffect(() => {
    onUnauthorized((message) => setState((now) => (now.phase === 'in' ? { ...now, ended: message } : { phase: 'out', error: null })))
  }, [])

  const value = useMemo<SessionContext>(
    () => ({
      state,
      enter,
      async logout() {
        const left = await api.logout().catch(() => null)
        forgetAll()
        setCsrfToken('')
        setState({ phase: 'out', error: null })
        // The person logged in elsewhere and is logged out there too.
        if (left?.logoutUrl) location.assign(left.logoutUrl)
      },
    }),
    [state, enter],
  )
  return <Context.Provider value={value}>{children}</Context.Provider>
}

export function useSessionContext(): SessionContext {
  const value = useContext(Context)
  if (!value) throw new Error('useSessionContext needs a SessionProvider')
  return value
}

/** The session of a page behind the log-in. */
export function useSession(): Session {
  const { state } = useSessionContext()
  if (state.phase !== 'in') throw new Error('useSession is for pages behind the log-in')
  return state.session
}
