import { Alert } from 'antd'
import { Link, useLocation } from 'react-router-dom'
import { useTranslation } from '../i18n.ts'
import { useSession } from '../session.tsx'
import { dayOf, dayText } from '../time.ts'

/** Some days before the password must be replaced: when, and where to do it at leisure. */
export function PasswordWarning() {
  const { t } = useTranslation()
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
          {t('您的密码将于{{day}}到期,到期后登录时须先更换。', { day: dayText(dayOf(passwordExpiresAt)) })}
          <Link to="/account">{t('现在修改')}</Link>
        </>
      }
    />
  )
}
