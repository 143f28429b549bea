import { Button } from 'antd'
import { useNavigate } from 'react-router-dom'
import { useTranslation } from '../i18n.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { useTitle } from '../hooks/use-title.ts'
import { useSessionContext } from '../session.tsx'

/** 404 of the application: an address that is none, or that this person's desk does not have. */
export function NotFound() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { state } = useSessionContext()
  useTitle(t('页面不存在'))
  const posts = state.phase === 'in' && state.session.desks.length === 0 ? state.session.user.posts : null
  const noDesk = posts !== null
  return (
    <div className="page">
      {posts === null && <EmptyState title={t('页面不存在')}>{t('地址可能有误,或者您的岗位没有此页面。请从导航重新进入')}</EmptyState>}
      {posts?.length === 0 && <EmptyState title={t('您的账号还没有岗位')}>{t('请联系本单位的系统管理员为您配置岗位')}</EmptyState>}
      {!!posts?.length && (
        <EmptyState title={t('您的岗位暂无工作台')}>
          {t('{{posts}}的工作台尚未提供;岗位有误的,请联系本单位的系统管理员', { posts: posts.map(({ postName }) => postName).join('、') })}
        </EmptyState>
      )}
      {!noDesk && (
        <div className="row centred">
          <Button onClick={() => void navigate('/')}>{t('回到首页')}</Button>
        </div>
      )}
    </div>
  )
}
