import { BellOutlined } from '@ant-design/icons'
import { Link } from 'react-router-dom'
import { Count } from '../components/count.tsx'
import { useTranslation } from '../i18n.ts'
import { useInboxLive } from './inbox-live.tsx'

/** The bell: how many notices are unread, and the way to them. */
export function NoticeBell() {
  const { t } = useTranslation()
  const { notices } = useInboxLive()
  return (
    <Link
      to="/notices"
      className="bell"
      aria-label={notices ? t('通知,{{n}} 条未读', { n: notices }) : t('通知')}
      data-testid="notice-bell"
    >
      <BellOutlined />
      <Count count={notices ?? 0} most={99} loud />
    </Link>
  )
}
