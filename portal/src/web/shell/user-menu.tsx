import { DownOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useNavigate } from 'react-router-dom'
import { useTranslation } from '../i18n.ts'
import { useSession, useSessionContext } from '../session.tsx'

/** Who is logged in, with which posts; log out. */
export function UserMenu() {
  const { t } = useTranslation()
  const { user } = useSession()
  const { logout } = useSessionContext()
  const navigate = useNavigate()
  const leave = async () => {
    await logout()
    await navigate('/login', { replace: true })
  }
  const content = (
    <div className="stack user-card">
      <strong>{user.name}</strong>
      {user.posts.length > 0 ? (
        <ul className="plain">
          {user.posts.map(({ organId, organName, post, postName }) => (
            <li key={`${organId}:${post}`}>
              {organName} · {postName}
            </li>
          ))}
        </ul>
      ) : (
        <span className="quiet">{user.kind === 'applicant' ? t('申请人') : t('没有岗位')}</span>
      )}
      <Button block onClick={() => void navigate('/account')} data-testid="account-link">
        {t('账号与安全')}
      </Button>
      <Button block onClick={() => void navigate('/drafts')} data-testid="drafts-link">
        {t('我的草稿')}
      </Button>
      {user.kind === 'staff' && (
        <Button block onClick={() => void navigate('/account/phrases')} data-testid="phrases-link">
          {t('常用语')}
        </Button>
      )}
      <Button block onClick={() => void leave()} data-testid="logout">
        {t('退出登录')}
      </Button>
    </div>
  )
  return (
    <Popover content={content} trigger="click" placement="bottomRight" arrow={false}>
      <Button type="text" aria-label={t('{{name}},账号与退出', { name: user.name })} data-testid="user-menu">
        <span>{user.name}</span>
        <DownOutlined className="small-icon" />
      </Button>
    </Popover>
  )
}
