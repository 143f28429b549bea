import { Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { Link } from 'react-router-dom'
import { linkagePaths, type DeferredTarget } from '../../api/linkage.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { LinkageTabs } from './linkage-tabs.tsx'

/** The ledger of 缓办 and 挂账: what is put off, why, since when, and when it was last reviewed. */
export function Component() {
  const { data, error, loading, reload } = useResource<{ items: DeferredTarget[] }>(linkagePaths.deferred)
  useTitle('缓办挂账')
  return (
    <div className="page">
      <LinkageTabs current="deferred" />
      <div className="page-head">
        <h1>缓办挂账清单</h1>
      </div>
      <p className="quiet">经批准缓办、挂账的处置目标每三十日复核一次,期间不计入按期处置率和结案率的分母。</p>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && data.items.length === 0 && <EmptyState title="没有缓办、挂账的案件">处置单位申请并经批准后列入本清单</EmptyState>}
      {data && data.items.length > 0 && (
        <div className="card flush">
          <Table<DeferredTarget>
            rowKey={({ id, target }) => `${id} ${target}`}
            size="small"
            columns={COLUMNS}
            dataSource={data.items}
            pagination={false}
            scroll={{ x: 860 }}
          />
        </div>
      )}
    </div>
  )
}

const COLUMNS: ColumnsType<DeferredTarget> = [
  {
    title: '案件',
    key: 'incident',
    render: (_, { id, summary, incidentNo }) => (
      <>
        <Link to={`/linkage/incidents/${id}`}>{summary}</Link>
        <div className="quiet">
          <code>{incidentNo}</code>
        </div>
      </>
    ),
  },
  { title: '目标', dataIndex: 'target', width: 120 },
  { title: '单位', dataIndex: 'organName', width: 110 },
  { title: '类型', dataIndex: 'kind', width: 70 },
  { title: '理由', dataIndex: 'reason', render: (reason: string) => <span className="break">{reason}</span> },
  { title: '列入', key: 'since', width: 140, render: (_, { since }) => minuteText(since) },
  { title: '最近复核', key: 'reviewed', width: 140, render: (_, { reviewedAt }) => (reviewedAt === null ? '—' : minuteText(reviewedAt)) },
]
