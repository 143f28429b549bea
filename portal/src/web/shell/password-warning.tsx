import { Alert } from 'antd'
import { Link, useLocation } from 'react-router-dom'
import { useSession } from '../session.tsx'
import { dayOf, dayText } from '../time.ts'

/** Some days before the password must be replaced: when, and where to do it at leisure. */
export function PasswordWarning() {
  const { passwordExpiresAt } = useSession()
  const { pathname } = useLocation()
  if (passwordExpiresAt === null || pathname === '/account') return null
  return (
    <Alert
      banner
      closable
      type="warning"
      data-testid="password-warning"
      message={
        <>
          您的密码将于{dayText(dayOf(passwordExpiresAt))}到期,到期后登录时须先更换。<Link to="/account">现在修改</Link>
        </>
      }
    />
  )
}
