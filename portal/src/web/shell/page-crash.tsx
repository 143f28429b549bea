import { Button } from 'antd'
import { useRouteError } from 'react-router-dom'
import { Outcome } from '../components/outcome.tsx'
import { useTranslation } from '../i18n.ts'

/** A page that broke, or whose code could not be fetched (an update was installed meanwhile): say so and offer to load it anew. */
export function PageCrash() {
  const { t } = useTranslation()
  const error = useRouteError()
  const outdated = error instanceof TypeError && /import|module|fetch/i.test(error.message)
  return (
    <Outcome
      kind="warning"
      title={outdated ? t('系统已更新') : t('页面出现异常')}
      text={outdated ? t('请刷新页面以使用新版本') : t('请刷新后重试;如仍出现,请把操作步骤告知系统管理员')}
    >
      <Button type="primary" onClick={() => location.reload()}>
        {t('刷新页面')}
      </Button>
    </Outcome>
  )
}
