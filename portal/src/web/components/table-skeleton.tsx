import { Skeleton } from 'antd'

const ROWS = 8

/** Rows in the place and height of the table to come. */
export function TableSkeleton() {
  return (
    <div className="card" aria-busy="true" aria-label="正在加载">
      {Array.from({ length: ROWS }, (_, row) => (
        <Skeleton key={row} active title={false} paragraph={{ rows: 1, width: '100%' }} />
      ))}
    </div>
  )
}
