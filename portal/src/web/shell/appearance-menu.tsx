import { FontSizeOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from '../i18n.ts'

/** Fetched when somebody opens it: every page has the button, few people press it. */
const AppearanceChoices = lazy(() => import('./appearance-choices.tsx'))

/** The button for how everything looks. */
export function AppearanceMenu() {
  const { t } = useTranslation()
  const content = (
    <Suspense fallback={<div className="appearance-choices" />}>
      <div className="appearance-choices">
        <AppearanceChoices />
      </div>
    </Suspense>
  )
  return (
    <Popover content={content} trigger="click" placement="bottomRight" arrow={false}>
      <Button type="text" icon={<FontSizeOutlined />} aria-label={t('显示设置')} title={t('显示设置')} data-testid="appearance" />
    </Popover>
  )
}
