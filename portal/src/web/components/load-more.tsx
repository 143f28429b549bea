import { Alert, Button } from 'antd'
import { useTranslation } from '../i18n.ts'
import type { ApiError } from '../api/api-error.ts'

interface Shown {
  items: unknown[]
  error: ApiError | null
  hasMore: boolean
  loadingMore: boolean
  loadMore: () => void
  reload: () => void
}

/** The end of a keyset list: more, or a word that this is all; a failed refresh is told above the kept rows. */
export function LoadMore({ pages }: { pages: Shown }) {
  const { t } = useTranslation()
  if (pages.items.length === 0) return null
  return (
    <div className="load-more">
      {pages.error && (
        <Alert
          type="warning"
          showIcon
          message={t('没有更新成功:{{why}}', { why: pages.error.message })}
          action={<Button onClick={pages.reload}>{t('重试')}</Button>}
        />
      )}
      {pages.hasMore ? (
        <Button onClick={pages.loadMore} loading={pages.loadingMore}>
          {t('显示更多')}
        </Button>
      ) : (
        <span className="quiet">{t('共 {{n}} 条', { n: pages.items.length })}</span>
      )}
    </div>
  )
}
