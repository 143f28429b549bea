import { Skeleton } from 'antd'

/** Stands where a page will be, in its shape, while it loads. */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className="page" aria-busy="true" aria-label="正在加载">
      <Skeleton active title={{ width: '30%' }} paragraph={{ rows }} />
    </div>
  )
}
