import { Table } from 'antd'
import { useCallback, useEffect, useMemo } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { InboxItem, InboxPage } from '../../api/tasks.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { rememberList } from '../../hooks/list-memory.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useRowCursor } from '../../hooks/use-row-cursor.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useInboxLive } from '../../shell/inbox-live.tsx'
import { InboxTabs } from '../desk/inbox-tabs.tsx'
import { inboxColumns } from './inbox-columns.tsx'
import '../../components/desk.css'

type View = 'todo' | 'done'
type Row = InboxItem & { key: string }

/** What waits for me, by time left; and what I have done. Keeps itself up to date. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const view: View = params.get('view') === 'done' ? 'done' : 'todo'
  const q = params.get('q') ?? ''
  const live = useInboxLive()
  const pages = usePages<InboxItem, InboxPage>(paths.inbox({ view, q }), live.version)
  const count = live.count ?? pages.first?.count
  useTitle(count ? `(${count}) 收件箱` : '收件箱')

  const set = useCallback(
    (change: { q?: string }) => {
      const next = { view, q, ...change }
      setParams({ ...(next.view === 'done' ? { view: 'done' } : {}), ...(next.q ? { q: next.q } : {}) }, { replace: true })
    },
    [view, q, setParams],
  )
  const search = useCallback((text: string) => set({ q: text }), [set])
  return (
    <div className="page">
      <div className="page-head">
        <h1>收件箱</h1>
        <InboxTabs active={view} todo={pages.first?.count} />
        <span className="grow" />
        <LiveState connected={live.connected} />
        <ListSearch key={view} value={q} onSearch={search} placeholder="按编号、申请人或事项查找" />
      </div>
      <InboxTable pages={pages} view={view} q={q} />
    </div>
  )
}

function LiveState({ connected }: { connected: boolean }) {
  return (
    <span className="live quiet" role="status" data-testid={connected ? 'live-on' : 'live-off'}>
      {connected ? (
        <>
          <span className="live-sign" aria-hidden="true">
            ●
          </span>
          自动更新
        </>
      ) : (
        '○ 正在重新连接'
      )}
    </span>
  )
}

function InboxTable({ pages, view, q }: { pages: ReturnType<typeof usePages<InboxItem, InboxPage>>; view: View; q: string }) {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const rows = useMemo<Row[]>(() => pages.items.map((item) => ({ ...item, key: item.taskId })), [pages.items])
  const open = (row: Row) => void navigate(view === 'done' ? `/cases/${row.caseId}` : `/tasks/${row.taskId}`)
  const cursor = useRowCursor(rows, open)
  useEffect(() => {
    if (view === 'todo')
      rememberList(
        'inbox',
        rows.map(({ taskId }) => taskId),
        pathname + search,
      )
    else
      rememberList(
        'cases',
        rows.map(({ caseId }) => caseId),
        pathname + search,
      )
  }, [rows, view, pathname, search])

  if (pages.loading) return <TableSkeleton />
  if (!pages.first) return pages.error && <ErrorResult error={pages.error} onRetry={pages.reload} />
  if (rows.length === 0) return <NothingHere view={view} q={q} />
  return (
    <>
      <div className="card flush desk-table opens">
        <Table<Row>
          columns={inboxColumns(view)}
          dataSource={rows}
          pagination={false}
          rowClassName={(row) => (row.key === cursor ? 'row-cursor' : '')}
          onRow={(row) => ({ onClick: () => open(row), 'data-testid': `inbox-row-${row.caseNo}` }) as object}
        />
      </div>
      <LoadMore pages={pages} />
    </>
  )
}

function NothingHere({ view, q }: { view: View; q: string }) {
  if (q) return <EmptyState title={`没有找到与“${q}”有关的办件`}>可以输入编号的后几位,或申请人姓名中的一个字</EmptyState>
  if (view === 'done') return <EmptyState title="还没有已办的环节">办理完成的环节会列在这里,可以随时回看</EmptyState>
  return <EmptyState title="没有待办">都办完了。新的办件到达时会自动出现在这里,不需要刷新</EmptyState>
}
