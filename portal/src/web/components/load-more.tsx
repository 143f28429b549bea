import { Alert, Button } from 'antd'
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
  if (pages.items.length === 0) return null
  return (
    <div className="load-more">
      {pages.error && (
        <Alert
          type="warning"
          showIcon
          message={`没有更新成功:${pages.error.message}`}
          action={<Button onClick={pages.reload}>重试</Button>}
        />
      )}
      {pages.hasMore ? (
        <Button onClick={pages.loadMore} loading={pages.loadingMore}>
          显示更多
        </Button>
      ) : (
        <span className="quiet">共 {pages.items.length} 条</span>
      )}
    </div>
  )
}
