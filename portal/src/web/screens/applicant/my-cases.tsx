import { Segmented } from 'antd'
import { Link, useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseSummary } from '../../api/cases.ts'
import { DueCell } from '../../components/due-text.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StatusText } from '../../components/status-text.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { momentText } from '../../time.ts'
import './applicant.css'

const VIEWS = [
  { value: 'all', label: '全部' },
  { value: 'waiting', label: '待我办理' },
  { value: 'open', label: '办理中' },
  { value: 'closed', label: '已办结' },
]

/** What I have handed in, newest first. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const status = VIEWS.find(({ value }) => value === params.get('status'))?.value ?? 'all'
  const pages = usePages<CaseSummary>(paths.cases({ view: 'mine', status }))
  useTitle('我的办件')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">我的办件</h1>
        <Segmented
          options={VIEWS}
          value={status}
          onChange={(value) => setParams(value === 'all' ? {} : { status: value }, { replace: true })}
          aria-label="筛选"
        />
      </div>
      {(status === 'all' || status === 'open') && <Waiting />}
      <List pages={pages} status={status} />
    </div>
  )
}

/** What needs me stands on top, whatever came later. */
function Waiting() {
  const { items } = usePages<CaseSummary>(paths.cases({ view: 'mine', status: 'waiting' }))
  if (items.length === 0) return null
  return (
    <section className="gap-below" aria-label="待我办理" data-testid="waiting-cases">
      <h2 className="list-title">待我办理</h2>
      <ul className="plain card flush waiting">
        {items.map((item) => (
          <li key={item.id}>
            <CaseCard item={item} />
          </li>
        ))}
      </ul>
      <h2 className="list-title">全部办件</h2>
    </section>
  )
}

const EMPTY_TITLES: Record<string, string> = {
  waiting: '现在没有需要您办理的',
  open: '没有正在办理的申请',
  closed: '没有已办结的申请',
}

function List({ pages, status }: { pages: ReturnType<typeof usePages<CaseSummary>>; status: string }) {
  if (pages.loading) return <PageSkeleton />
  if (!pages.first) return pages.error && <ErrorResult error={pages.error} onRetry={pages.reload} />
  if (pages.items.length === 0) {
    return status === 'all' ? (
      <EmptyState title="您还没有提交过申请">
        到<Link to="/matters">事项目录</Link>选择要办的事,在线申请
      </EmptyState>
    ) : (
      <EmptyState title={EMPTY_TITLES[status] ?? ''}>可以切换到“全部”查看</EmptyState>
    )
  }
  return (
    <>
      <ul className="plain card flush">
        {pages.items.map((item) => (
          <li key={item.id}>
            <CaseCard item={item} />
          </li>
        ))}
      </ul>
      <LoadMore pages={pages} />
    </>
  )
}

function CaseCard({ item }: { item: CaseSummary }) {
  return (
    <Link to={`/my-cases/${item.id}`} className="case-card" data-testid={`case-${item.caseNo}`}>
      <span className="spread">
        <strong>{item.matterName}</strong>
        <StatusText item={item} />
      </span>
      <span className="spread">
        <span className="quiet">
          <code>{item.caseNo}</code>
          <br />
          {momentText(item.submittedAt)} 提交
        </span>
        {!item.closedAt && <DueCell promised={item.promised} statutory={item.statutory} />}
      </span>
    </Link>
  )
}
