import { BellOutlined } from '@ant-design/icons'
import { Badge } from 'antd'
import { Link } from 'react-router-dom'
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
      <Badge count={notices ?? 0} overflowCount={99} size="small">
        <BellOutlined />
      </Badge>
    </Link>
  )
}
