import { Button, Result } from 'antd'
import { useTranslation } from '../i18n.ts'
import { Navigate, Outlet, useLocation } from 'react-router-dom'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { useSessionContext } from '../session.tsx'
import { LoginAgain } from './login-again.tsx'

/** Pages behind the log-in: without a session, log in first and come back to this very place. */
export function RequireSession() {
  const { t } = useTranslation()
  const { state } = useSessionContext()
  const { pathname, search } = useLocation()
  if (state.phase === 'loading') return <PageSkeleton />
  if (state.phase === 'out') {
    if (state.error) {
      return (
        <Result
          status="warning"
          title={t('暂时连接不上服务')}
          subTitle={state.error.message}
          extra={<Button onClick={() => location.reload()}>{t('重新连接')}</Button>}
        />
      )
    }
    const place = pathname + search
    return <Navigate to={place === '/' ? '/login' : `/login?from=${encodeURIComponent(place)}`} replace />
  }
  return (
    <>
      <Outlet key={state.session.user.id} />
      {state.ended !== null && <LoginAgain name={state.session.user.name} reason={state.ended} />}
    </>
  )
}
