import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { api } from './api/api.ts'
import { asApiError, type ApiError } from './api/api-error.ts'
import { onUnauthorized, setCsrfToken } from './api/client.ts'
import type { Session } from './api/types.ts'
import { forgetResources } from './hooks/use-resource.ts'

type State =
  | { phase: 'loading' }
  | { phase: 'out'; error: ApiError | null }
  | { phase: 'in'; session: Session; /** The server has ended it: log in again above the page, which keeps what is filled in. */ ended: boolean }

interface SessionContext {
  state: State
  /** @throws ApiError LOGIN_FAILED, ACCOUNT_LOCKED */
  login(username: string, password: string): Promise<Session>
  logout(): Promise<void>
}

const TENANT_KEY = 'lianban.tenant'
const Context = createContext<SessionContext | null>(null)

/** The county's name as this device last saw it, for the log-in page; empty on a first visit. */
export const lastTenantName = (): string => localStorage.getItem(TENANT_KEY) ?? ''

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ phase: 'loading' })

  const enter = useCallback((session: Session) => {
    setCsrfToken(session.csrfToken)
    localStorage.setItem(TENANT_KEY, session.tenant.name)
    setState({ phase: 'in', session, ended: false })
  }, [])

  useEffect(() => {
    onUnauthorized(() => setState((now) => (now.phase === 'in' ? { ...now, ended: true } : { phase: 'out', error: null })))
    api.session().then(enter, (thrown: unknown) => {
      const error = asApiError(thrown)
      setState({ phase: 'out', error: error.status === 401 ? null : error })
    })
  }, [enter])

  const value = useMemo<SessionContext>(
    () => ({
      state,
      async login(username, password) {
        const session = await api.login(username, password)
        // Another person at the same desk sees nothing of the one before.
        if (state.phase === 'in' && state.session.user.id !== session.user.id) forgetResources()
        enter(session)
        return session
      },
      async logout() {
        await api.logout().catch(() => {})
        forgetResources()
        setCsrfToken('')
        setState({ phase: 'out', error: null })
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
