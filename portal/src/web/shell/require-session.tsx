import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from '../i18n.ts'
import { Navigate, Outlet, useLocation } from 'react-router-dom'
import { Outcome } from '../components/outcome.tsx'
import { useAtRest } from '../hooks/use-at-rest.ts'
import { useSessionContext } from '../session.tsx'

/** Its form and codes are a tenth of what a telephone would load before it shows anything. */
const loadLoginAgain = () => import('./login-again.tsx')
const LoginAgain = lazy(() => loadLoginAgain().then((it) => ({ default: it.LoginAgain })))
/** Milliseconds after which a page has shown what it has, and the dialog is fetched: an update of the system may take its file away. */
const AT_REST_MS = 10_000

/** Pages behind the log-in: without a session, log in first and come back to this very place. */
export function RequireSession() {
  const { t } = useTranslation()
  const { state } = useSessionContext()
  const { pathname, search } = useLocation()
  useAtRest(state.phase === 'in' ? loadLoginAgain : null, AT_REST_MS)
  if (state.phase === 'out') {
    if (state.error) {
      return (
        <Outcome kind="warning" title={t('暂时连接不上服务')} text={state.error.message}>
          <Button onClick={() => location.reload()}>{t('重新连接')}</Button>
        </Outcome>
      )
    }
    const place = pathname + search
    return <Navigate to={place === '/' ? '/login' : `/login?from=${encodeURIComponent(place)}`} replace />
  }
  return (
    <>
      <Outlet key={state.session.user.id} />
      {state.ended !== null && (
        <Suspense>
          <LoginAgain name={state.session.user.name} reason={state.ended} />
        </Suspense>
      )}
    </>
  )
}
